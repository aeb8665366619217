using KeyRotation.Incidents;

namespace KeyRotation.Alerts;

/// <summary>Emergencies that somebody declared: security contacts are to hear of them, whether or not the rotation is over already.</summary>
internal static class IncidentAlerts
{
    internal static readonly TimeSpan AtLeast = TimeSpan.FromHours(1);

    /// <summary>One for each: who has taken up the first has not heard of the second.</summary>
    public static IEnumerable<Alert> Of(AlertFacts facts) => facts.Incidents
        .Where(incident => facts.Now - incident.OpenedAt < AtLeast || facts.RotationOf(incident.KeyType)?.Id == incident.RotationId)
        .Select(Declared);

    private static Alert Declared(Incident incident) => new(AlertCodes.IncidentDeclared, incident.Id.ToString("D"),
        $"{incident.OpenedBy} declared an emergency of {incident.KeyType} at {Wording.Utc(incident.OpenedAt)}: {incident.Reason.TrimEnd('.')}. {Marked(incident)} Rotation {incident.RotationId} answers it; `keyrotation incidents show {incident.Id:D}` has the snapshot.")
    {
        KeyType = incident.KeyType,
        RotationId = incident.RotationId,
    };

    private static string Marked(Incident incident) => incident.CompromisedVersion is { } version ? $"Version {version} is marked compromised." : "No version is marked compromised.";
}
