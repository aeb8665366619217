using KeyRotation.Rotations;

namespace KeyRotation.Incidents;

/// <summary>The refusals of questions about incidents, each with the way out.</summary>
public static class IncidentRefusals
{
    public static Refusal NoSuchIncident(string id) =>
        new(RefusalKind.NotFound, "incident_not_found", $"There is no incident {id}. `incidents list` shows those that there are.");

    public static Refusal SnapshotNotTaken(Guid id) =>
        new(RefusalKind.Conflict, "snapshot_not_taken", $"The snapshot of incident {id:D} is not taken yet. The process that was asked for the emergency takes it at once, any other within a minute. Ask again in a moment.");
}
