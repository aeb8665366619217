using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>Something that befalls a cluster, and passes.</summary>
public interface IFault
{
    /// <summary>As the record names it.</summary>
    string Kind { get; }

    /// <summary>Why it cannot be had here; null = it can.</summary>
    string? Obstacle(FaultCluster cluster) => null;

    /// <summary>Lets it happen, and pass.</summary>
    /// <returns>What happened; null when there was no occasion for it.</returns>
    /// <exception cref="NoOccasionException">The same, and why there was none.</exception>
    /// <exception cref="NotSurvivedException">What must not be was seen meanwhile; it ends the run.</exception>
    Task<string?> StrikeAsync(FaultCluster cluster, Dice dice);
}
