using KeyRotation.Api.Approvals;
using KeyRotation.Api.Descriptions;
using KeyRotation.Retirement;

namespace KeyRotation.Api.Retirement;

/// <summary>What <see cref="CleanupEndpoint"/> says of itself.</summary>
internal static class CleanupDescription
{
    private static readonly CleanupDto Cleanup = new(
        DryRun: false, [new RetirementReport(Examples.KeyType, 7, RetirementOutcome.Kept, KeepReason.GracePeriod, "Its grace period ends at 2026-12-24T01:30:00Z.")]);

    public static OperationDescription CleanUp { get; } = new(
        "cleanUp", OperationTag.Keys, "Disable and retire old versions",
        "Disables and retires what may be, and says of each version that is kept why. Where a second person has to approve it, the answer is the approval, and nothing is done yet.",
        AnswerDescription.Ok("What was done with each version.", Cleanup))
    {
        Body = new BodyDescription(FieldDescription.KeyType("Only this one; none = all.")) { Example = new Dictionary<string, object> { ["key_type"] = Examples.KeyType } },
        HasOwnDryRun = true,
        MayTakeLong = true,
        Rehearsed = AnswerDescription.Ok("What would be done.", Cleanup with { DryRun = true }),
        Awaited = ApprovalExamples.Needed,
    };
}
