using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>The policies and the gate of this configuration, with the pauses as this process knows them.</summary>
public sealed class RotationRules(KeyTypePolicies policies, MaintenanceWindow window, bool isEnabled, PauseBoard pauses, ClockGuard clock)
{
    private static readonly TimeSpan ClockAgainAfter = TimeSpan.FromSeconds(10);

    public KeyTypePolicies Policies => policies;

    public MaintenanceWindow Window => window;

    public bool IsEnabled => isEnabled;

    /// <summary>Days that detection leaves a key type alone after a rollback (`RollbackHoldDays`).</summary>
    public int RollbackHoldDays { get; init; } = RollbackHold.DefaultDays;

    /// <summary>This node's clock is too far from the database's: nothing is decided by it.</summary>
    public bool IsClockSuspect => clock.RefusesWork;

    /// <summary>What holds the rotation by schedule or by command; null when it may run.</summary>
    public RotationHold? HoldOf(Rotation rotation, DateTimeOffset now)
    {
        if (clock.RefusesWork)
            return new RotationHold(Hold.ClockSuspect, now + ClockAgainAfter, $"{clock.Describe()} Other nodes may go on.");
        var pause = pauses.Current.Of(rotation.KeyType, now);
        var hold = RotationGate.HoldOf(rotation, window, isEnabled, now, isPaused: pause is not null);
        return hold is { Hold: Hold.Paused } ? Explain(hold, pause!) : hold;
    }

    private static RotationHold Explain(RotationHold hold, Pause pause) =>
        hold with { Detail = pause.Describe(), Until = pause.Until is { } until && until < hold.Until ? until : hold.Until };
}
