using KeyRotation.Rotations;

namespace KeyRotation.Alerts;

/// <summary>Rotations that do not go on by themselves.</summary>
internal static class RotationAlerts
{
    public static IEnumerable<Alert> Of(AlertFacts facts) => facts.Rotations.Select(rotation => Of(rotation, facts)).OfType<Alert>();

    private static Alert? Of(Rotation rotation, AlertFacts facts) => rotation switch
    {
        { State: RotationState.Failed } => Failed(rotation),
        { Hold: Hold.Consumers } when WaitsTooLong(rotation, facts) => Waits(AlertCodes.ConsumersNotAnswering, rotation,
            $"waits longer than {Wording.Minutes(facts.PropagationBound.Length)} for consumers", "Restart or stop them; one that has stopped is not waited for once its lease is over."),
        { Hold: Hold.LateWriters } => Waits(AlertCodes.LateWriters, rotation,
            "cannot be completed while rows are written under another version", "Find what does not follow its key ring, and restart it; the rotation looks again by itself."),
        // Sweeping again is not the end of it: the hold is gone for that long, what it said is not.
        { State: RotationState.Verifying or RotationState.RollingBack } when facts.Find(AlertCodes.LateWriters, rotation.KeyType) is { } open && open.Alert.RotationId == rotation.Id => open.Alert,
        _ => null,
    };

    private static Alert Failed(Rotation rotation) => new(AlertCodes.RotationFailed, rotation.KeyType,
        $"Rotation {rotation.Id} of {rotation.KeyType} failed{(rotation.FailedIn is { } state ? $" while {state.ToSnakeCase()}" : "")}, its retries used up: {rotation.LastError} Both versions stay readable. Retry it when the cause is removed: `keyrotation rotations retry {rotation.Id}`.")
    {
        KeyType = rotation.KeyType,
        RotationId = rotation.Id,
    };

    private static Alert Waits(string code, Rotation rotation, string what, string wayOut) => new(code, rotation.KeyType,
        $"Rotation {rotation.Id} of {rotation.KeyType} {what}. {rotation.HoldDetail} {wayOut}")
    {
        KeyType = rotation.KeyType,
        RotationId = rotation.Id,
    };

    /// <summary>
    /// Before its activation the bound counts from `propagating`; after it, consumers have had that time since the activation. A rollback
    /// counts from its own beginning, then from the re-activation: the predecessor's first activation is long past.
    /// </summary>
    private static bool WaitsTooLong(Rotation rotation, AlertFacts facts) =>
        rotation.State is RotationState.Propagating or RotationState.RollingBack
            ? facts.PropagationBound.IsOver(rotation, facts.Now)
            : facts.ActiveOf(rotation.KeyType)?.ActivatedAt is { } activated && facts.Now - activated >= facts.PropagationBound.Length;
}
