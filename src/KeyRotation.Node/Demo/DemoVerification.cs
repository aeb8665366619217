using System.Text;
using KeyRotation.Client;
using KeyRotation.Encryption;
using KeyRotation.Migration;
using KeyRotation.Storage.Samples;

namespace KeyRotation.Node.Demo;

/// <summary>
/// Proves what the demo claims, apart from the engine: each row is read again, must name the active version, and must open to the
/// plaintext that its sample had before.
/// </summary>
internal sealed class DemoVerification(StoreKeyRings rings, ITargetTables targets, SampleDatabase samples, DemoSize size)
{
    private const int PageSize = 2000;

    /// <summary>What is wrong with a key type's data; null when all of it is right.</summary>
    public async Task<string?> VerifyAsync(string keyType, CancellationToken cancellationToken)
    {
        if (SampleTarget.All.FirstOrDefault(target => target.KeyType == keyType) is not { } sample)
            return await VerifySignatureAsync(cancellationToken).ConfigureAwait(false);
        var table = targets.For(keyType).Single();
        long rows = 0;
        var bounds = RangeBounds.Everything;
        IReadOnlyList<TargetRow> page;
        do
        {
            page = await table.ReadAsync(bounds, PageSize, cancellationToken).ConfigureAwait(false);
            using var lease = rings.Borrow(keyType);
            foreach (var row in page)
                if (ProblemIn(lease.Ring, sample, table.Definition, row) is { } problem)
                    return problem;
            rows += page.Count;
            if (page.Count > 0)
                bounds = bounds with { After = table.KeyOf(page[^1]) };
        }
        while (page.Count == PageSize);
        return rows >= size.RowsPerKeyType ? null : $"{sample.Name} has {rows} rows; expected at least {size.RowsPerKeyType}.";
    }

    private static string? ProblemIn(KeyRing ring, SampleTarget sample, TargetDefinition target, TargetRow row)
    {
        for (var index = 0; index < target.Columns.Count; index++)
        {
            var column = target.Columns[index].Name;
            var where = $"{sample.Name}, row {string.Join('/', row.Context)}, column {column}";
            var expected = sample.PlaintextOf(column, row.Context);
            if (row.Cells[index] is not { } stored)
            {
                if (expected is not null)
                    return $"{where}: NULL; a value was sealed there.";
                continue;
            }
            var envelope = stored as byte[];
            if (stored is string text && !EnvelopeText.TryDecode(text, out envelope))
                return $"{where}: no envelope in text form.";
            var status = Envelope.TryReadHeader(envelope, out var header);
            if (status == OpenStatus.Opened && header.KeyVersion != ring.ActiveVersion)
                return $"{where}: still sealed under version {header.KeyVersion}; the active one is {ring.ActiveVersion}.";
            status = ring.TryOpen(envelope, EncryptionContext.For(sample.Name, column, row.Context), out var plaintext);
            if (status != OpenStatus.Opened)
                return $"{where}: does not open ({status}).";
            if (!plaintext.AsSpan().SequenceEqual(expected))
                return $"{where}: opens to another plaintext than was sealed there.";
        }
        return null;
    }

    private async Task<string?> VerifySignatureAsync(CancellationToken cancellationToken)
    {
        if (await samples.FindSignatureAsync(SampleData.SignedMessage, cancellationToken).ConfigureAwait(false) is not { } signature)
            return "The message that was signed before is gone.";
        using var lease = rings.Borrow("api_signature");
        var status = new MessageSigner(lease.Ring).Verify(Encoding.UTF8.GetBytes(SampleData.SignedMessage), signature);
        return status == SignatureStatus.Valid ? null : $"A message signed before does not verify any more ({status}).";
    }
}
