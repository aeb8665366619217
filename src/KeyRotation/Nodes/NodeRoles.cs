namespace KeyRotation.Nodes;

/// <summary>What a node does.</summary>
public static class NodeRoles
{
    /// <summary>Runs the scheduler and the rotations.</summary>
    public const string Worker = "worker";

    /// <summary>Serves the management API.</summary>
    public const string Api = "api";

    public static IReadOnlyList<string> All { get; } = [Worker, Api];
}
