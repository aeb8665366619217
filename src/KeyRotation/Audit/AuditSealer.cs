using System.Security.Cryptography;
using KeyRotation.Claims;
using KeyRotation.Custody;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Audit;

/// <summary>
/// Seals the trail: one process of the cluster, under a claim, signs the heads of all lanes whenever one has moved. The signing
/// key is made at the first seal and wrapped by the key-encryption key.
/// </summary>
public sealed partial class AuditSealer(IAuditSealStore seals, IClaimStore claims, KeyWrapping wrapping, TimeProvider time, ILogger<AuditSealer> logger) : IDisposable
{
    private const string SealingClaim = "audit-sealer";

    private Claim? _claim;
    private ECDsa? _key;
    private int _keyNumber;

    /// <summary>Seals once, if this process holds the claim or can take it, and if a lane has moved since the last seal.</summary>
    /// <returns>The seal that was made; null when another process seals, or nothing moved.</returns>
    public async Task<AuditSeal?> SealAsync(CancellationToken cancellationToken)
    {
        _claim ??= await claims.TryTakeAsync(SealingClaim, cancellationToken).ConfigureAwait(false);
        if (_claim is null)
            return null;
        var fence = new Fence(_claim);
        try
        {
            var key = _key ??= await OpenKeyAsync(fence, cancellationToken).ConfigureAwait(false);
            return await seals.SealAsync(fence, (previous, heads) => HasMoved(previous, heads) ? AuditSeal.Sign(previous, heads, time.GetUtcNow(), _keyNumber, key) : null, cancellationToken).ConfigureAwait(false);
        }
        catch (ClaimLostException)
        {
            _claim = null;
            LogHandedOver(logger);
            return null;
        }
    }

    /// <summary>Gives the claim back, so that another process seals at once.</summary>
    public async Task StopAsync()
    {
        if (_claim is { } claim)
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        _claim = null;
    }

    public void Dispose() => _key?.Dispose();

    private async Task<ECDsa> OpenKeyAsync(Fence fence, CancellationToken cancellationToken)
    {
        var record = await seals.FindNewestKeyAsync(cancellationToken).ConfigureAwait(false) ?? await CreateKeyAsync(fence, cancellationToken).ConfigureAwait(false);
        var opened = await record.OpenAsync(wrapping, cancellationToken).ConfigureAwait(false);
        _keyNumber = record.Number;
        return opened.Key ?? throw new AuditKeyException(opened.Problem!);
    }

    private async Task<AuditKeyRecord> CreateKeyAsync(Fence fence, CancellationToken cancellationToken)
    {
        const int first = 1;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pkcs8 = key.ExportPkcs8PrivateKey();
        try
        {
            var record = new AuditKeyRecord(first, key.ExportSubjectPublicKeyInfo(), await wrapping.WrapBytesAsync(new KeyIdentity(KeyPurpose.Audit, 0, first), pkcs8, cancellationToken).ConfigureAwait(false));
            await seals.InsertKeyAsync(fence, record, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            LogKeyCreated(logger, first);
            return record;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static bool HasMoved(AuditSeal? previous, IReadOnlyList<LaneHead> heads)
    {
        if (previous is null)
            return heads.Any(head => head.Seq > 0);
        var before = previous.ReadHeads()?.ToDictionary(head => head.Lane, head => head.Seq) ?? [];
        return heads.Any(head => before.GetValueOrDefault(head.Lane) != head.Seq);
    }

    [LoggerMessage(2201, LogLevel.Information, "Audit key {Number} created")]
    private static partial void LogKeyCreated(ILogger logger, int number);

    [LoggerMessage(2202, LogLevel.Information, "Another process seals the audit trail now")]
    private static partial void LogHandedOver(ILogger logger);
}
