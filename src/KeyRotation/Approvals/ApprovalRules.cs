using KeyRotation.Rotations;

namespace KeyRotation.Approvals;

/// <summary>Who may decide what, and when. Pure.</summary>
public static class ApprovalRules
{
    public static ApprovalState StateOf(Approval approval, DateTimeOffset now) => approval switch
    {
        { Refusal: not null } => ApprovalState.Refused,
        { EndedAt: not null } => ApprovalState.CarriedOut,
        { IsApproved: true } => ApprovalState.Approved,
        { IsApproved: false } => ApprovalState.Rejected,
        _ => now < approval.ExpiresAt ? ApprovalState.Pending : ApprovalState.Expired,
    };

    /// <summary>Why somebody may not decide so; null where he may, or where it was decided so by him already.</summary>
    public static Refusal? RefusalOf(Approval approval, bool approve, string by, DateTimeOffset now) =>
        approve && IsSamePerson(approval.RequestedBy, by) ? ApprovalRefusals.SecondPersonNeeded(approval)
        : approval.IsApproved is { } decided ? decided == approve && IsSamePerson(approval.DecidedBy!, by) ? null : ApprovalRefusals.Decided(approval)
        : StateOf(approval, now) == ApprovalState.Expired ? ApprovalRefusals.Expired(approval)
        : null;

    /// <summary>Names that differ in case only are not trusted to be two people.</summary>
    private static bool IsSamePerson(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
