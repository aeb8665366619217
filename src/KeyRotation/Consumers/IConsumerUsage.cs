namespace KeyRotation.Consumers;

/// <summary>What consumers said of their use of the key versions. It is as old as their last heartbeat, a third of their lease.</summary>
public interface IConsumerUsage
{
    /// <summary>Takes the place of what the consumer reported before. Tried once: the next heartbeat is the next attempt.</summary>
    Task ReportAsync(Guid consumerId, IReadOnlyList<UsageReport> usage, CancellationToken cancellationToken);

    /// <summary>Who sealed under the version at or after a moment, by name: the late writers, where the moment is that of its successor's activation.</summary>
    /// <param name="since">On the database's clock.</param>
    Task<IReadOnlyList<LateSealer>> SealedSinceAsync(string keyType, int version, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Totals of each version that was ever used, ascending.</summary>
    Task<IReadOnlyList<VersionUsage>> TotalsAsync(string keyType, CancellationToken cancellationToken);
}
