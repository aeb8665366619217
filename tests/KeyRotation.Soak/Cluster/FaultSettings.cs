namespace KeyRotation.Soak.Cluster;

/// <summary>How a cluster under faults is made: everything that is waited for is short, so that a fault is over in seconds.</summary>
public sealed record FaultSettings
{
    public int Nodes { get; init; } = 3;

    /// <summary>Of each table.</summary>
    public int Rows { get; init; } = 20_000;

    public int OperationsPerSecond { get; init; } = 300;

    public int BatchSize { get; init; } = 250;

    /// <summary>Seconds.</summary>
    public int Claim { get; init; } = 3;

    public int CommandTimeout { get; init; } = 2;

    public int ConsumerLease { get; init; } = 4;

    /// <summary>Seconds that an emergency waits for consumers.</summary>
    public int PropagationBound { get; init; } = 2;

    /// <summary>Seconds after which everybody takes a process that stands still for dead.</summary>
    public int LongestTimeOut => Math.Max(ConsumerLease, Claim);

    /// <summary>Bugs that every node has (KeyRotation.FaultyNode); empty = the product as it is.</summary>
    public string PlantedBug { get; init; } = "";
}
