namespace KeyRotation.Jobs;

/// <summary>Where Quartz keeps its tables, and how this node takes part.</summary>
public sealed record QuartzStore
{
    /// <summary><c>sqlserver</c>, <c>postgresql</c> or <c>sqlite</c>.</summary>
    public required string Provider { get; init; }

    public required string ConnectionString { get; init; }

    /// <summary>False on SQLite, which Quartz refuses to cluster.</summary>
    public bool IsClustered => Provider != "sqlite";

    /// <summary>The node's name in the cluster: the same one under which it holds claims. At most 200 characters.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Jobs at once on this node: the rotations of the whole cluster, and the duties beside them.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>Create Quartz's tables where they are missing; else only validate them.</summary>
    public bool ProvisionSchema { get; init; }

    /// <summary>Settings of the `Quartz` section, which win over ours.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    public override string ToString() => $"{Provider} [connection string redacted]";
}
