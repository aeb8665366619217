using KeyRotation.Audit;
using KeyRotation.Faults;

namespace KeyRotation.Soak.Runs;

/// <summary>Where nodes are killed, or stop, from inside: on both sides of every commit of a rotation, of the escrow's put and of the wrap.</summary>
internal static class KillPoints
{
    private const int MostBatches = 25;

    private static readonly (string Point, string? State, int Times)[] All =
    [
        (FailpointNames.Before(FailpointNames.KekWrap), "generating", 1),
        (FailpointNames.After(FailpointNames.KekWrap), "generating", 1),
        (FailpointNames.BeforeCommit(FailpointNames.Audit(AuditActions.KeyCreated)), "generating", 1),
        (FailpointNames.AfterCommit(FailpointNames.Audit(AuditActions.KeyCreated)), "generating", 1),
        (FailpointNames.Before(FailpointNames.EscrowPut), "generating", 1),
        (FailpointNames.After(FailpointNames.EscrowPut), "generating", 1),
        (FailpointNames.BeforeCommit(FailpointNames.Audit(AuditActions.RotationStateChanged)), null, 4),
        (FailpointNames.AfterCommit(FailpointNames.Audit(AuditActions.RotationStateChanged)), null, 4),
        (FailpointNames.BeforeCommit(FailpointNames.Audit(AuditActions.KeyActivated)), "propagating", 1),
        (FailpointNames.AfterCommit(FailpointNames.Audit(AuditActions.KeyActivated)), "propagating", 1),
        (FailpointNames.BeforeCommit(FailpointNames.Batch), null, MostBatches),
        (FailpointNames.AfterCommit(FailpointNames.Batch), null, MostBatches),
        (FailpointNames.BeforeCommit(FailpointNames.Audit(AuditActions.RotationCompleted)), "verifying", 1),
        (FailpointNames.AfterCommit(FailpointNames.Audit(AuditActions.RotationCompleted)), "verifying", 1),
    ];

    /// <summary>One of those that were reached least so far.</summary>
    public static string Choose(Dice dice, FaultLog log, string action)
    {
        var reached = log.Failpoints;
        var fewest = All.Min(point => reached.GetValueOrDefault(point.Point));
        var (chosen, _, times) = dice.One([.. All.Where(point => reached.GetValueOrDefault(point.Point) <= fewest + 2)]);
        return $"{chosen}={action}@{1 + dice.Next(times)}";
    }

    /// <summary>The state of the rotation that comes to such a point; null where there are several.</summary>
    public static string? StateOf(string failpoint) => All.First(point => point.Point == failpoint.Split('=')[0]).State;
}
