using KeyRotation.Encryption;

namespace KeyRotation.Migration;

/// <summary>Reads a whole target and counts what an adoption would do, without changing anything.</summary>
public sealed class AdoptionPreview(MigrationSettings settings)
{
    public async Task<AdoptionCounts> CountAsync(ITargetTable table, ResealMode mode, CancellationToken cancellationToken)
    {
        var counts = new AdoptionCounts();
        var bounds = RangeBounds.Everything;
        IReadOnlyList<TargetRow> rows;
        do
        {
            rows = await table.ReadAsync(bounds, settings.BatchSize, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
                Count(counts, table.Definition, row, mode);
            if (rows.Count > 0)
                bounds = bounds with { After = table.KeyOf(rows[^1]) };
        }
        while (rows.Count == settings.BatchSize);
        return counts;
    }

    private static void Count(AdoptionCounts counts, TargetDefinition target, TargetRow row, ResealMode mode)
    {
        counts.Rows++;
        for (var column = 0; column < target.Columns.Count; column++)
        {
            var stored = row.Cells[column] ?? (mode.SourceOf(column) is { } source ? row.Sources[source] : null);
            if (stored is null)
                counts.Empty++;
            else if (row.Cells[column] is { } cell && CellReading.Of(cell, target.Columns[column].Encoding) is var reading && !(reading.IsForeign && mode.SealsInPlace))
                _ = reading.Status == OpenStatus.Opened ? counts.Sealed++ : counts.Unreadable++;
            else if (mode.Decrypt(stored) is not { } plaintext)
                counts.Unreadable++;
            else if (StoredLength(plaintext.Length, target.Columns[column].Encoding) > target.Columns[column].MaxLength)
                counts.TooLong++;
            else
                counts.ToSeal++;
        }
    }

    private static int StoredLength(int plaintext, ColumnEncoding encoding)
    {
        var envelope = plaintext + Envelope.Overhead;
        return encoding == ColumnEncoding.Binary ? envelope : EnvelopeText.Prefix.Length + (envelope * 4 + 2) / 3;
    }
}
