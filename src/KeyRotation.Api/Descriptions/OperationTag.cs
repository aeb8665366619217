namespace KeyRotation.Api.Descriptions;

/// <summary>Groups of operations, in the order in which a reader meets them.</summary>
/// <param name="Name">A word.</param>
/// <param name="Description">A sentence.</param>
internal sealed record OperationTag(string Name, string Description)
{
    public static OperationTag Scheduler { get; } = new("Scheduler", "State of the cluster, pause and resume.");

    public static OperationTag Schedule { get; } = new("Schedule", "Opening rotations and running them.");

    public static OperationTag Rotations { get; } = new("Rotations", "Rotations, past and present, and what an operator does with one.");

    public static OperationTag Keys { get; } = new("Keys", "Key types and their versions, never their material.");

    public static OperationTag Alerts { get; } = new("Alerts", "Open and past alerts.");

    public static OperationTag Approvals { get; } = new("Approvals", "Commands that wait for a second person.");

    public static OperationTag Incidents { get; } = new("Incidents", "Emergencies that were declared, and their snapshots.");

    public static OperationTag Audit { get; } = new("Audit", "The trail of what happened.");

    public static OperationTag Probes { get; } = new("Probes", "For whoever keeps the process running.");

    public static OperationTag Document { get; } = new("Document", "What describes the API.");

    public static IReadOnlyList<OperationTag> All { get; } = [Scheduler, Schedule, Rotations, Keys, Alerts, Approvals, Incidents, Audit, Probes, Document];
}
