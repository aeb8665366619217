using KeyRotation.Configuration;
using KeyRotation.Nodes;

namespace KeyRotation.Node.Hosting;

/// <summary>How many connections to the store a node needs at most at one moment. Pure.</summary>
internal static class ConnectionBudget
{
    /// <summary>Check-in, commands, alerts, seals, heartbeat, listening, assessment.</summary>
    private const int Duties = 8;

    /// <summary>A batch, and what asks beside it: for each rotation, and each range of others' rotations.</summary>
    private const int PerWork = 2;

    /// <summary>Requests that the API answers at once without waiting for a connection.</summary>
    private const int Api = 10;

    /// <param name="scheduler">For the rotations at once.</param>
    /// <param name="migration">For the ranges at once.</param>
    /// <param name="roles">Of the node.</param>
    public static int Of(SchedulerOptions scheduler, MigrationOptions migration, IReadOnlyList<string> roles) =>
        Duties
        + (roles.Contains(NodeRoles.Worker) ? PerWork * (scheduler.MaxConcurrentRotations + migration.RangesPerNode) : 0)
        + (roles.Contains(NodeRoles.Api) ? Api : 0);
}
