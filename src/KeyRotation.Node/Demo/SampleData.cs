using System.Text;
using KeyRotation.Client;
using KeyRotation.Encryption;
using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Storage.Samples;
using Microsoft.Extensions.Hosting;

namespace KeyRotation.Node.Demo;

/// <summary>
/// Makes the sample application's past: first keys at different ages, and rows sealed under them as an application would. Killed
/// and started again, it goes on with the next row.
/// </summary>
internal sealed class SampleData(
    DemoSize size, SampleDatabase samples, IKeyStore keys, RotationRequests requests, RotationService rotations, StoreKeyRings rings, DemoClock clock) : IHostedService
{
    public const string SignedMessage = "POST /webhooks/payment {\"amount\":\"12.50\"}";

    private const int BatchSize = 1000;

    /// <summary>Token, file and signature keys are due, the session key is severely overdue, the database key is not due.</summary>
    private static readonly Dictionary<string, int> AgeInDays = new()
    {
        ["token_encryption"] = 95,
        ["database_encryption"] = 120,
        ["file_encryption"] = 400,
        ["session_encryption"] = 50,
        ["api_signature"] = 91,
    };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (keyType, days) in AgeInDays)
            await CreateFirstKeyAsync(keyType, TimeSpan.FromDays(days), cancellationToken).ConfigureAwait(false);
        foreach (var sample in SampleTarget.All)
            await SealRowsAsync(sample, cancellationToken).ConfigureAwait(false);
        await SignAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CreateFirstKeyAsync(string keyType, TimeSpan age, CancellationToken cancellationToken)
    {
        var versions = await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false);
        if (versions.Any(version => version.State == KeyVersionState.Active))
            return;
        clock.Offset = -age;
        try
        {
            await requests.OpenAsync(new PlannedRotation(keyType, RotationTrigger.NoActiveKey, "The sample application's first key."), "demo", outsideWindow: true, cancellationToken).ConfigureAwait(false);
            if (await rotations.RunAsync(keyType, cancellationToken).ConfigureAwait(false) is not RotationProgress.Ended { Rotation.State: RotationState.Completed })
                throw new DemoException($"The first key of {keyType} could not be made; the log above says why.");
        }
        finally
        {
            clock.Offset = TimeSpan.Zero;
        }
    }

    private async Task SealRowsAsync(SampleTarget sample, CancellationToken cancellationToken)
    {
        var table = sample.Options.Table;
        for (var next = await samples.CountAsync(table, cancellationToken).ConfigureAwait(false); next < size.RowsPerKeyType; next += BatchSize)
        {
            var count = (int)Math.Min(BatchSize, size.RowsPerKeyType - next);
            await samples.InsertAsync(table, Rows(sample, next, count), cancellationToken).ConfigureAwait(false);
        }
    }

    private List<object?[]> Rows(SampleTarget sample, long first, int count)
    {
        using var lease = rings.Borrow(sample.KeyType);
        var rows = new List<object?[]>(count);
        for (var index = first; index < first + count; index++)
        {
            var key = sample.KeyOf(index);
            rows.Add([.. key, .. sample.Options.Columns.Select(column => SealCell(lease.Ring, sample, column.Name, column.Encoding, key))]);
        }
        return rows;
    }

    private static object? SealCell(KeyRing ring, SampleTarget sample, string column, string encoding, string[] key)
    {
        if (sample.PlaintextOf(column, key) is not { } plaintext)
            return null;
        var envelope = ring.Seal(plaintext, EncryptionContext.For(sample.Name, column, key));
        return encoding == "text" ? EnvelopeText.Encode(envelope) : envelope;
    }

    private async Task SignAsync(CancellationToken cancellationToken)
    {
        if (await samples.FindSignatureAsync(SignedMessage, cancellationToken).ConfigureAwait(false) is not null)
            return;
        using var lease = rings.Borrow("api_signature");
        var signature = new MessageSigner(lease.Ring).Sign(Encoding.UTF8.GetBytes(SignedMessage));
        await samples.InsertSignatureAsync(SignedMessage, signature, cancellationToken).ConfigureAwait(false);
    }
}
