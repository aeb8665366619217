using KeyRotation.Migration;

namespace KeyRotation.Integration.Targets;

/// <summary>The real targets, with a moment for a test to act in: between reading and writing back, and after a commit.</summary>
internal sealed class InterceptedTargets(ITargetTables real) : ITargetTables
{
    public Func<Task> AfterRead { get; set; } = () => Task.CompletedTask;

    public Action AfterCommit { get; set; } = () => { };

    public IReadOnlyList<ITargetTable> For(string keyType) => [.. real.For(keyType).Select(table => new Table(table, this))];

    public Task<IReadOnlyList<string>> MissingAsync(string keyType, CancellationToken cancellationToken) => real.MissingAsync(keyType, cancellationToken);

    public IReadOnlyList<TargetPlace> PlacesOf(string keyType) => real.PlacesOf(keyType);

    public Task<IReadOnlyList<string>> ElsewhereAsync(string keyType, CancellationToken cancellationToken) => real.ElsewhereAsync(keyType, cancellationToken);

    public Task<IReadOnlyList<string>> DifferencesAsync(string keyType, CancellationToken cancellationToken) => real.DifferencesAsync(keyType, cancellationToken);

    private sealed class Table(ITargetTable real, InterceptedTargets interception) : ITargetTable
    {
        public TargetDefinition Definition => real.Definition;

        public Task<long> EstimateRowsAsync(CancellationToken cancellationToken) => real.EstimateRowsAsync(cancellationToken);

        public Task<IReadOnlyList<string>> SampleBoundariesAsync(int parts, long rows, CancellationToken cancellationToken) => real.SampleBoundariesAsync(parts, rows, cancellationToken);

        public async Task<IReadOnlyList<TargetRow>> ReadAsync(RangeBounds bounds, int limit, CancellationToken cancellationToken)
        {
            var rows = await real.ReadAsync(bounds, limit, cancellationToken);
            await interception.AfterRead();
            return rows;
        }

        public async Task<RangeProgress> CommitBatchAsync(RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken)
        {
            var next = await real.CommitBatchAsync(range, batch, cancellationToken);
            interception.AfterCommit();
            return next;
        }

        public string KeyOf(TargetRow row) => real.KeyOf(row);
    }
}
