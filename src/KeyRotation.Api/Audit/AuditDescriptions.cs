using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Requests;
using KeyRotation.Audit;

namespace KeyRotation.Api.Audit;

/// <summary>What <see cref="AuditEndpoints"/> say of themselves.</summary>
internal static class AuditDescriptions
{
    public static OperationDescription List { get; } = new(
        "listAuditEvents", OperationTag.Audit, "List the audit trail", "Events of the trail, the latest first, each with its details, lane, number and hash.",
        AnswerDescription.Ok("A page of events.", new PageDto<AuditEventDto>(
            [
                new AuditEventDto(
                    Examples.OtherId, Examples.Opened, Examples.KeyType, KeyTypeSequence: 12, AuditActions.RotationOpened, "success", "jwt:anna", Examples.RotationId, KeyVersion: null,
                    DurationSeconds: null, RecordsAffected: null, ErrorDetails: null, new Dictionary<string, string> { ["reason"] = "before the audit" }, Lane: 3, Sequence: 118, Examples.Digest),
            ],
            NextCursor: null)))
    {
        Query = ListParameters.With(
            ListParameters.KeyType,
            FieldDescription.OneOf("action", AuditActions.All, "Only events of this kind."),
            FieldDescription.Text("actor", "Only what this one did, by the name that stands in the trail."),
            FieldDescription.Moment("from", "Not before this moment."),
            FieldDescription.Moment("to", "Before this moment; later than `from`.")),
    };
}
