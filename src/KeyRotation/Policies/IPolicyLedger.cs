namespace KeyRotation.Policies;

/// <summary>The policies that the cluster runs by, as its latest start configured them.</summary>
public interface IPolicyLedger
{
    /// <summary>Writes this process's policies down, and returns how they differ from those that others wrote.</summary>
    Task<IReadOnlyList<PolicyDifference>> RecordAsync(IReadOnlyList<KeyTypePolicy> policies, IReadOnlyDictionary<string, string> targets, string by, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How this process's policies differ from those that were written down last; writes nothing.</summary>
    Task<IReadOnlyList<PolicyDifference>> CompareAsync(IReadOnlyList<KeyTypePolicy> policies, IReadOnlyDictionary<string, string> targets, CancellationToken cancellationToken);

    /// <summary>By key type, the interval before the one that applies, where it was changed. See <see cref="Rotations.DetectionInput"/>.</summary>
    Task<IReadOnlyDictionary<string, TimeSpan>> FormerIntervalsAsync(CancellationToken cancellationToken);
}
