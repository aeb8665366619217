using System.Globalization;
using KeyRotation.Audit;

namespace KeyRotation.Incidents;

/// <summary>The audit events of an incident.</summary>
public static class IncidentEvents
{
    public static AuditEvent Opened(Incident incident) => Event(incident, AuditActions.IncidentOpened, incident.OpenedAt) with
    {
        Actor = incident.OpenedBy,
        Details = new Dictionary<string, string> { ["incident_id"] = incident.Id.ToString("D"), ["reason"] = incident.Reason },
    };

    /// <summary>The digest stands in the trail, so a snapshot that is changed later is found out.</summary>
    public static AuditEvent Recorded(Incident incident, IncidentSnapshot snapshot) => Event(incident, AuditActions.IncidentRecorded, snapshot.TakenAt) with
    {
        Actor = snapshot.TakenBy,
        Outcome = snapshot.MissingParts.Count == 0 ? AuditOutcome.Success : AuditOutcome.Partial,
        Details = new Dictionary<string, string>
        {
            ["incident_id"] = incident.Id.ToString("D"),
            ["sha256"] = Convert.ToHexStringLower(snapshot.Sha256),
            ["bytes"] = snapshot.Document.Length.ToString(CultureInfo.InvariantCulture),
            ["missing_parts"] = snapshot.MissingParts.Count == 0 ? "none" : string.Join(", ", snapshot.MissingParts),
        },
    };

    private static AuditEvent Event(Incident incident, string action, DateTimeOffset at) => new()
    {
        EventId = Guid.CreateVersion7(at),
        OccurredAt = at,
        KeyType = incident.KeyType,
        Action = action,
        Outcome = AuditOutcome.Success,
        Actor = incident.OpenedBy,
        RotationId = incident.RotationId.Value,
        KeyVersion = incident.CompromisedVersion,
    };
}
