using KeyRotation.Api.Descriptions;
using KeyRotation.Approvals;

namespace KeyRotation.Api.Approvals;

/// <summary>Approvals as they may be answered.</summary>
internal static class ApprovalExamples
{
    public static ApprovalDto Pending { get; } = new(
        Examples.OtherId, ApprovalAction.Rollback, ApprovalState.Pending,
        new Dictionary<string, string> { ["key_type"] = Examples.KeyType, ["rotation_id"] = Examples.RotationId, ["reason"] = "the application does not start" },
        "jwt:anna", Examples.Started, Examples.Started.AddHours(1), DecidedBy: null, DecidedAt: null, DecisionReason: null, EndedAt: null, Outcome: null, Refusal: null);

    public static ApprovalDto CarriedOut { get; } = Pending with
    {
        State = ApprovalState.CarriedOut,
        DecidedBy = "jwt:bert",
        DecidedAt = Examples.Later,
        DecisionReason = "seen with anna",
        EndedAt = Examples.Later,
        Outcome = new Dictionary<string, string> { ["rotation_id"] = Examples.RotationId },
    };

    public static ApprovalNeededDto Needed { get; } = new(Pending);
}
