namespace KeyRotation.Audit;

/// <summary>Reads the trail for verification, one lane and one seal after the other.</summary>
public interface IAuditTrailReader
{
    Task<IReadOnlyList<LaneHead>> ReadHeadsAsync(CancellationToken cancellationToken);

    /// <summary>The events of a lane in the order of their numbers.</summary>
    IAsyncEnumerable<StoredAuditEvent> ReadLaneAsync(int lane, CancellationToken cancellationToken);

    /// <summary>The seals in the order of their numbers.</summary>
    IAsyncEnumerable<AuditSeal> ReadSealsAsync(CancellationToken cancellationToken);

    /// <summary>Public halves of the keys that sign seals (SubjectPublicKeyInfo), by number.</summary>
    Task<IReadOnlyDictionary<int, byte[]>> ReadPublicKeysAsync(CancellationToken cancellationToken);
}
