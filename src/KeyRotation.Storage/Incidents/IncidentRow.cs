using KeyRotation.Incidents;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Incidents;

/// <summary>A row of <c>incident</c>, without the snapshot.</summary>
internal sealed class IncidentRow
{
    public const string Columns =
        """
        incident_id as IncidentId, rotation_id as RotationId, key_type as KeyType, reason as Reason, opened_by as OpenedBy, opened_at as OpenedAt,
               compromised_version as CompromisedVersion, taken_at as TakenAt, taken_by as TakenBy, missing_parts as MissingParts, sha256 as Sha256
        """;

    private const string Separator = ", ";

    public Uid IncidentId { get; init; }
    public Uid RotationId { get; init; }
    public required string KeyType { get; init; }
    public required string Reason { get; init; }
    public required string OpenedBy { get; init; }
    public Instant OpenedAt { get; init; }
    public int? CompromisedVersion { get; init; }
    public Instant? TakenAt { get; init; }
    public string? TakenBy { get; init; }
    public string? MissingParts { get; init; }
    public byte[]? Sha256 { get; init; }

    public static string Joined(IReadOnlyList<string> missingParts) => string.Join(Separator, missingParts);

    public Incident ToIncident() => new()
    {
        Id = IncidentId,
        RotationId = new RotationId(RotationId),
        KeyType = KeyType,
        Reason = Reason,
        OpenedBy = OpenedBy,
        OpenedAt = OpenedAt,
        CompromisedVersion = CompromisedVersion,
        TakenAt = TakenAt,
        TakenBy = TakenBy,
        MissingParts = string.IsNullOrEmpty(MissingParts) ? [] : MissingParts.Split(Separator),
        Sha256 = Sha256,
    };
}
