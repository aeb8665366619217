using System.Diagnostics.Metrics;

namespace KeyRotation.Migration;

/// <summary>What a migration measures (names in <c>docs/telemetry.md</c>).</summary>
public sealed class MigrationInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _records;
    private readonly Histogram<double> _batchDuration;

    public MigrationInstruments(IMeterFactory meters)
    {
        _meter = meters.Create("KeyRotation");
        _records = _meter.CreateCounter<long>("key_rotation.migration.records", "{record}", "Rows that a migration read, by what became of them.");
        _batchDuration = _meter.CreateHistogram<double>("key_rotation.migration.batch.duration", "s", "Time from reading a batch to its commit.");
    }

    public void Batch(string keyType, MigrationBatch batch, TimeSpan duration)
    {
        var type = new KeyValuePair<string, object?>("key_rotation.key.type", keyType);
        Count("rewritten", batch.Rewrites.Count);
        Count("verified", batch.RowsVerified);
        Count("quarantined", batch.RowsQuarantined);
        _batchDuration.Record(duration.TotalSeconds, type);

        void Count(string outcome, int rows)
        {
            if (rows > 0)
                _records.Add(rows, type, new KeyValuePair<string, object?>("key_rotation.outcome", outcome));
        }
    }

    public void Dispose() => _meter.Dispose();
}
