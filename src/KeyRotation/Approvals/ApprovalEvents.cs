using KeyRotation.Audit;
using KeyRotation.Rotations;

namespace KeyRotation.Approvals;

/// <summary>The audit events of an approval.</summary>
public static class ApprovalEvents
{
    public static AuditEvent Requested(Approval approval) =>
        Event(approval, AuditActions.ApprovalRequested, approval.RequestedBy, approval.RequestedAt, approval.Parameters);

    public static AuditEvent Decided(Approval decided) => Event(
        decided, decided.IsApproved == true ? AuditActions.ApprovalApproved : AuditActions.ApprovalRejected, decided.DecidedBy!, decided.DecidedAt!.Value,
        new Dictionary<string, string> { ["requested_by"] = decided.RequestedBy, ["reason"] = decided.DecisionReason ?? "" });

    public static AuditEvent Ended(Approval ended) => Event(ended, AuditActions.ApprovalEnded, Rotation.Scheduler, ended.EndedAt!.Value, ended.Outcome ?? new Dictionary<string, string>()) with
    {
        Outcome = ended.Refusal is null ? AuditOutcome.Success : AuditOutcome.Failure,
        ErrorDetails = ended.Refusal,
    };

    private static AuditEvent Event(Approval approval, string action, string actor, DateTimeOffset at, IReadOnlyDictionary<string, string> details) => new()
    {
        EventId = Guid.CreateVersion7(at),
        OccurredAt = at,
        KeyType = approval.Parameters.GetValueOrDefault(ApprovalParameters.KeyType),
        Action = action,
        Outcome = AuditOutcome.Success,
        Actor = actor,
        Details = new Dictionary<string, string>(details) { ["approval_id"] = approval.Id.ToString("D"), ["action"] = approval.Action.ToSnakeCase() },
    };
}
