using KeyRotation.Claims;

namespace KeyRotation.Migration;

/// <summary>One target: reads it in the order of its key and writes batches back.</summary>
public interface ITargetTable
{
    TargetDefinition Definition { get; }

    /// <summary>How many rows there are about; exact on small tables, from the database's statistics on large ones.</summary>
    Task<long> EstimateRowsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keys that cut the table into so many parts of about the same size, ascending: at most one less than parts. From a sample where
    /// the table is large.
    /// </summary>
    /// <param name="parts">2 or more.</param>
    /// <param name="rows">What <see cref="EstimateRowsAsync"/> said.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<IReadOnlyList<string>> SampleBoundariesAsync(int parts, long rows, CancellationToken cancellationToken);

    /// <summary>The next rows of the keys in <paramref name="bounds"/>, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<TargetRow>> ReadAsync(RangeBounds bounds, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a batch back by compare-and-swap and moves the checkpoint: in one transaction where target and control store are
    /// one database, else the checkpoint right after the batch, so that a batch may run twice and must be harmless then.
    /// </summary>
    /// <returns>The range as it stands after the commit.</returns>
    /// <exception cref="ClaimLostException">The range belongs to somebody else by now; with one database nothing was written.</exception>
    Task<RangeProgress> CommitBatchAsync(RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken);

    /// <summary>The canonical form of a row's key, as checkpoints and quarantine keep it.</summary>
    string KeyOf(TargetRow row);
}
