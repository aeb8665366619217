using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Requests;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Incidents;

/// <summary>What <see cref="IncidentEndpoints"/> say of themselves.</summary>
internal static class IncidentDescriptions
{
    private static readonly IncidentDto Incident = new(
        Examples.OtherId, Examples.RotationId, Examples.KeyType, "security_incident", "jwt:anna", Examples.Started, CompromisedVersion: 7, Examples.Later, "node-1/4711", [], Examples.Digest);

    private static readonly IReadOnlyList<FieldDescription> OneIncident = [FieldDescription.Id("id", "The incident's id.").Required().With(Examples.OtherId)];

    private static readonly ProblemDescription NotFound = new(StatusCodes.Status404NotFound, "incident_not_found", "There is no such incident.");

    public static OperationDescription List { get; } = new(
        "listIncidents", OperationTag.Incidents, "List incidents", "Emergencies that were declared, the latest first.",
        AnswerDescription.Ok("A page of incidents.", new PageDto<IncidentDto>([Incident], NextCursor: null)))
    {
        Query = ListParameters.With(),
    };

    public static OperationDescription Show { get; } = new(
        "getIncident", OperationTag.Incidents, "Show an incident", "With its snapshot of the cluster, and whether that is intact; null while none is taken.",
        AnswerDescription.Ok("The incident.", new IncidentDetailDto(Incident with { TakenAt = null, TakenBy = null, Sha256 = null }, IsIntact: null, Snapshot: null)))
    {
        Path = OneIncident,
        Problems = [NotFound],
    };

    public static OperationDescription Export { get; } = new(
        "exportSnapshot", OperationTag.Incidents, "Export an incident's snapshot", "Byte for byte, so that its SHA-256 is the incident's `sha256`.",
        AnswerDescription.Ok("The snapshot's bytes.", new Dictionary<string, object> { ["format"] = 1 }) with { Type = null })
    {
        Path = OneIncident,
        Problems = [NotFound, new ProblemDescription(StatusCodes.Status409Conflict, "snapshot_not_taken", "The snapshot is not taken yet.")],
    };
}
