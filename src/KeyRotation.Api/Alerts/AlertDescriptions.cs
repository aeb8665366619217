using KeyRotation.Alerts;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Requests;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Alerts;

/// <summary>What <see cref="AlertEndpoints"/> say of themselves.</summary>
internal static class AlertDescriptions
{
    private static readonly AlertDto Open = new(
        Examples.OtherId, "rotation_failed", AlertSeverity.High, Examples.KeyType, "The rotation of token_encryption failed.", Examples.KeyType, Examples.RotationId,
        Examples.Started, Examples.Later, ClosedAt: null, AcknowledgedBy: null, AcknowledgedAt: null);

    public static OperationDescription List { get; } = new(
        "listAlerts", OperationTag.Alerts, "List alerts", "The latest first, open and past.",
        AnswerDescription.Ok("A page of alerts.", new PageDto<AlertDto>([Open], NextCursor: null)))
    {
        Query = ListParameters.With(FieldDescription.Boolean("open", "Only open ones, or only those that are closed."), ListParameters.KeyType),
    };

    public static OperationDescription Acknowledge { get; } = new(
        "acknowledgeAlert", OperationTag.Alerts, "Acknowledge an alert", "Somebody takes care of it; it stays open as long as what it says is so. Of several who do so the first stays.",
        AnswerDescription.Ok("The alert as it stands.", Open with { AcknowledgedBy = "jwt:anna", AcknowledgedAt = Examples.Later }))
    {
        Path = [FieldDescription.Id("id", "The alert's id.").Required().With(Examples.OtherId)],
        Body = BodyDescription.Empty,
        Problems = [new ProblemDescription(StatusCodes.Status404NotFound, "alert_not_found", "There is no such alert.")],
    };
}
