using KeyRotation.Claims;

namespace KeyRotation.Migration;

/// <summary>One target: reads it in the order of its key and writes batches back.</summary>
public interface ITargetTable
{
    TargetDefinition Definition { get; }

    /// <summary>How many rows there are about; exact on small tables, from the database's statistics on large ones.</summary>
    Task<long> EstimateRowsAsync(CancellationToken cancellationToken);

    /// <summary>The next rows behind <paramref name="after"/> (a canonical key; null = from the start), at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<TargetRow>> ReadAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a batch back by compare-and-swap and moves the checkpoint: in one transaction where target and control store are
    /// one database, else the checkpoint right after the batch, so that a batch may run twice and must be harmless then.
    /// </summary>
    /// <returns>The range as it stands after the commit.</returns>
    /// <exception cref="ClaimLostException">The fence no longer holds; with one database nothing was written.</exception>
    Task<RangeProgress> CommitBatchAsync(Fence fence, RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken);

    /// <summary>The canonical form of a row's key, as checkpoints and quarantine keep it.</summary>
    string KeyOf(TargetRow row);
}
