using KeyRotation.Approvals;

namespace KeyRotation.Api.Approvals;

/// <summary>An approval as it stands.</summary>
internal sealed record ApprovalDto(
    string Id, ApprovalAction Action, ApprovalState State, IReadOnlyDictionary<string, string> Parameters, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt,
    string? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, DateTimeOffset? EndedAt, IReadOnlyDictionary<string, string>? Outcome, string? Refusal)
{
    public static ApprovalDto Of(Approval approval, DateTimeOffset now) => new(
        approval.Id.ToString("D"), approval.Action, ApprovalRules.StateOf(approval, now), approval.Parameters, approval.RequestedBy, approval.RequestedAt, approval.ExpiresAt,
        approval.DecidedBy, approval.DecidedAt, approval.DecisionReason, approval.EndedAt, approval.Outcome, approval.Refusal);
}
