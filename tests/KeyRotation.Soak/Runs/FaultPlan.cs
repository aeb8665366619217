using KeyRotation.Soak.Faults;

namespace KeyRotation.Soak.Runs;

/// <summary>What befalls a cluster, for how long.</summary>
public sealed record FaultPlan
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<IFault> Everything { get; } =
    [
        new KilledNode("generating"), new KilledNode("propagating"), new KilledNode("migrating"), new KilledNode("verifying"),
        new SuspendedNode(), new RestartedDatabase(), new CutConnections(), new CutBehindCommit(), new FullEscrow(), new UnreadableKeyFile(),
        new ClocksApart(), new SuspendedConsumer(), new RetiredVersion(), new KilledWriter(), new Emergency(), new RestoredStore(),
    ];

    public IReadOnlyList<IFault> Faults { get; init; } = Everything;

    /// <summary>Null = each kind so often as <see cref="Times"/> says, and no longer.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Of each kind, in a run that is not limited by time.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Faults at the same time.</summary>
    public int Hands { get; init; } = 1;

    /// <summary>Between two checks of everything; a run that is limited by <see cref="Times"/> has one, at the latest then.</summary>
    public TimeSpan BetweenChecks { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Nodes that are started again have failpoints.</summary>
    public bool Arms { get; init; } = true;
}
