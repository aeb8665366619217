using KeyRotation.Keys;

namespace KeyRotation.Rotations;

/// <summary>The refusals of commands on rotations, each with the way out.</summary>
internal static class Refusals
{
    public static Refusal AlreadyOpen(string keyType, RotationId open) =>
        new(RefusalKind.Conflict, "rotation_open", $"{keyType} has an open rotation, {open}. A key type has at most one; wait for it, cancel it, or answer with an emergency rotation.", open);

    public static Refusal NoSuchRotation(string id) =>
        new(RefusalKind.NotFound, "rotation_not_found", $"There is no rotation {id}. `rotations list` shows those that there are.");

    public static Refusal NothingOpen(string keyType) =>
        new(RefusalKind.NotFound, "no_open_rotation", $"{keyType} has no open rotation to execute. Schedule one first.");

    public static Refusal Ended(Rotation rotation) =>
        new(RefusalKind.Conflict, "rotation_ended", $"Rotation {rotation.Id} of {rotation.KeyType} has ended ({rotation.State}). Nothing about it can be changed any more.", rotation.Id);

    public static Refusal Failed(Rotation rotation) =>
        new(RefusalKind.Conflict, "rotation_failed", $"Rotation {rotation.Id} of {rotation.KeyType} has failed: {rotation.LastError} Retry it, accept it as partial, roll it back, or answer with an emergency rotation.", rotation.Id);

    public static Refusal NotFailed(Rotation rotation) =>
        new(RefusalKind.Conflict, "rotation_not_failed", $"Rotation {rotation.Id} of {rotation.KeyType} is {rotation.State.ToSnakeCase()}; expected failed. {(rotation.IsOpen ? "Wait for its end, pause it, or cancel it while its version is not active." : "It has ended: to leave its version, rotate the key type again.")}", rotation.Id);

    public static Refusal Activated(Rotation rotation) =>
        new(RefusalKind.Conflict, "rotation_activated", $"Rotation {rotation.Id} of {rotation.KeyType} is {rotation.State}: its version is active, so it cannot be cancelled any more. Pause it, or let it end.", rotation.Id);

    public static Refusal Emergency(Rotation rotation) =>
        new(RefusalKind.NotAllowed, "rotation_is_emergency", $"Rotation {rotation.Id} of {rotation.KeyType} is an emergency: {rotation.Reason} Only a security officer cancels it.", rotation.Id);

    public static Refusal InHand(Rotation rotation) =>
        new(RefusalKind.Conflict, "rotation_in_hand", $"Rotation {rotation.Id} of {rotation.KeyType} is in the hands of a node at this moment. Try again in a few seconds.", rotation.Id);

    public static Refusal PriorityContradictsTrigger(RotationTrigger trigger, RotationPriority priority) =>
        new(RefusalKind.Invalid, "priority_contradicts_trigger", $"The trigger {RotationTriggers.NameOf(trigger)} has priority {RotationTriggers.PriorityOf(trigger)}, not {priority}. Leave the priority out: it follows from the trigger.");

    public static Refusal EmergencyByName(RotationTrigger trigger) =>
        new(RefusalKind.Invalid, "emergency_by_its_own_endpoint", $"The trigger {RotationTriggers.NameOf(trigger)} is an emergency. Use the emergency rotation, which needs the security officer's role.");

    public static Refusal DetectedOnly(RotationTrigger trigger) =>
        new(RefusalKind.Invalid, "trigger_is_detected", $"The trigger {RotationTriggers.NameOf(trigger)} is what detection finds by itself. Expected planned_maintenance, policy_update, security_incident or compliance_requirement.");

    public static Refusal BatchSize(int size) =>
        new(RefusalKind.Invalid, "batch_size_out_of_range", $"A batch of {size} rows; expected 1 to 100000, or 0 for as many as are configured.");

    public static Refusal Pace(int pace) =>
        new(RefusalKind.Invalid, "pace_out_of_range", $"A pace of {pace} rows per second; expected 1 to 100000000, or 0 for as fast as it goes.");

    public static Refusal NothingToRetry(Rotation rotation) =>
        new(RefusalKind.Conflict, "nothing_to_retry", $"Rotation {rotation.Id} of {rotation.KeyType} failed in a state that the store does not know. Accept it or answer with an emergency rotation.", rotation.Id);

    public static Refusal NotAcceptable(Rotation rotation) =>
        new(RefusalKind.Conflict, "rotation_not_acceptable", $"Rotation {rotation.Id} of {rotation.KeyType} failed while {rotation.FailedIn}; only one whose data were migrated, or migrated back, and swept can be accepted as partial. Retry it.", rotation.Id);

    public static Refusal NoPredecessor(Rotation rotation) =>
        new(RefusalKind.Conflict, "no_predecessor", $"Rotation {rotation.Id} makes the first version of {rotation.KeyType}: there is no predecessor to go back to. Retry it.", rotation.Id);

    public static Refusal PredecessorMissing(Rotation rotation) =>
        new(RefusalKind.Conflict, "predecessor_missing", $"Version {rotation.FromVersion} of {rotation.KeyType}, the predecessor, is not in the store any more. Restore it, or retry the rotation.", rotation.Id);

    public static Refusal PredecessorRetired(Rotation rotation, KeyVersionState state) =>
        new(RefusalKind.Conflict, "predecessor_retired", $"Version {rotation.FromVersion} of {rotation.KeyType}, the predecessor, is {state.ToSnakeCase()}: no online copy of it is left. Retry the rotation, or accept it as partial.", rotation.Id);

    public static Refusal PredecessorCompromised(Rotation rotation) =>
        new(RefusalKind.Conflict, "predecessor_compromised", $"Version {rotation.FromVersion} of {rotation.KeyType}, the predecessor, is marked compromised: nothing is encrypted under it again. Retry the rotation, or answer with an emergency rotation.", rotation.Id);

    public static Refusal PredecessorDisabled(Rotation rotation) =>
        new(RefusalKind.Conflict, "predecessor_disabled", $"Version {rotation.FromVersion} of {rotation.KeyType}, the predecessor, is disabled; enable it first: `keyrotation keys enable {rotation.KeyType} {rotation.FromVersion}`.", rotation.Id);

    public static Refusal RollbackNotPossible(Rotation rotation, KeyVersionState predecessor) =>
        new(RefusalKind.Conflict, "rollback_not_possible", $"Rotation {rotation.Id} of {rotation.KeyType} cannot be rolled back: its predecessor, version {rotation.FromVersion}, is {predecessor.ToSnakeCase()}, and its own version {rotation.ToVersion?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "does not exist"} is not active. Compare the rows of key_version with the audit trail, or answer with an emergency rotation.", rotation.Id);

    public static Refusal UnknownTargets(IEnumerable<string> unknown, IEnumerable<string> known) =>
        new(RefusalKind.Invalid, "target_unknown", $"No target named {string.Join(", ", unknown)}. Expected of {string.Join(", ", known)}.");
}
