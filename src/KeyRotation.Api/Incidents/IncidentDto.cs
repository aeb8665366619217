using KeyRotation.Incidents;

namespace KeyRotation.Api.Incidents;

/// <summary>An emergency that was declared, and what there is of its snapshot.</summary>
internal sealed record IncidentDto(
    string Id, string RotationId, string KeyType, string Reason, string OpenedBy, DateTimeOffset OpenedAt, int? CompromisedVersion,
    DateTimeOffset? TakenAt, string? TakenBy, IReadOnlyList<string> MissingParts, string? Sha256)
{
    public static IncidentDto Of(Incident incident) => new(
        incident.Id.ToString("D"), incident.RotationId.ToString(), incident.KeyType, incident.Reason, incident.OpenedBy, incident.OpenedAt, incident.CompromisedVersion,
        incident.TakenAt, incident.TakenBy, incident.MissingParts, incident.Sha256 is { } digest ? Convert.ToHexStringLower(digest) : null);
}
