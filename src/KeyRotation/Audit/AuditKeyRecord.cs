using System.Security.Cryptography;
using KeyRotation.Custody;

namespace KeyRotation.Audit;

/// <summary>A key that signs seals.</summary>
/// <param name="Number">1 and more.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo.</param>
/// <param name="Wrapped">The private half, PKCS #8, wrapped by the key-encryption key.</param>
public sealed record AuditKeyRecord(int Number, byte[] PublicKey, WrappedKey Wrapped)
{
    /// <summary>Which key the wrapped record says it is.</summary>
    public KeyIdentity Identity => new(KeyPurpose.Audit, 0, (uint)Number);

    /// <summary>
    /// Opens the private half, and proves by it that the public half belongs to it. Who can write the tables can put a public
    /// key of his own there, but cannot wrap its private half; so a public key is trusted only after this.
    /// </summary>
    public async Task<OpenedAuditKey> OpenAsync(KeyWrapping wrapping, CancellationToken cancellationToken)
    {
        var key = ECDsa.Create();
        var problem = await wrapping.UnwrapBytesAsync(
            "audit key", Identity, Wrapped.Record, Wrapped.CheckValue, Wrapped.KekId, bytes => key.ImportPkcs8PrivateKey(bytes, out _), cancellationToken).ConfigureAwait(false);
        if (problem is null && !key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(PublicKey))
            problem = $"The public half of audit key {Number} does not belong to its private half: the row of audit_key was changed. Seals since then cannot be trusted; restore the row from a backup.";
        if (problem is null)
            return new OpenedAuditKey(key, null);
        key.Dispose();
        return new OpenedAuditKey(null, problem);
    }
}
