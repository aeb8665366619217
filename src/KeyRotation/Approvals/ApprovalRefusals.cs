using System.Globalization;
using KeyRotation.Rotations;

namespace KeyRotation.Approvals;

/// <summary>The refusals of decisions, each with the way out.</summary>
public static class ApprovalRefusals
{
    public static Refusal NoSuchApproval(string id) =>
        new(RefusalKind.NotFound, "approval_not_found", $"There is no approval {id}. `keyrotation approvals list` shows those that there are.");

    internal static Refusal SecondPersonNeeded(Approval approval) =>
        new(RefusalKind.NotAllowed, "second_person_needed", $"{approval.RequestedBy} asked for it; somebody else has to approve it.");

    internal static Refusal Decided(Approval approval) =>
        new(RefusalKind.Conflict, "approval_decided", $"{approval.DecidedBy} has {(approval.IsApproved == true ? "approved" : "rejected")} it already.");

    internal static Refusal Expired(Approval approval) => new(
        RefusalKind.Conflict, "approval_expired",
        string.Create(CultureInfo.InvariantCulture, $"It had to be approved before {approval.ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'}. Ask for the command once more."));
}
