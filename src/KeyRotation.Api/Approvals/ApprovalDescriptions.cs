using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Requests;
using KeyRotation.Api.Rotations;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Approvals;

/// <summary>What <see cref="ApprovalEndpoints"/> say of themselves.</summary>
internal static class ApprovalDescriptions
{
    private static readonly ProblemDescription NotFound = new(StatusCodes.Status404NotFound, "approval_not_found", "There is no such approval.");

    public static OperationDescription List { get; } = new(
        "listApprovals", OperationTag.Approvals, "List approvals", "Commands that wait for a second person, and those that did, the latest first.",
        AnswerDescription.Ok("A page of approvals.", new PageDto<ApprovalDto>([ApprovalExamples.Pending], NextCursor: null)))
    {
        Query = ListParameters.With(),
    };

    public static OperationDescription Show { get; } = new(
        "getApproval", OperationTag.Approvals, "Show an approval", "What was asked for, by whom, and what became of it.",
        AnswerDescription.Ok("The approval.", ApprovalExamples.CarriedOut))
    {
        Path = [FieldDescription.Id("id", "The approval's id.").Required().With(Examples.OtherId)],
        Problems = [NotFound],
    };

    public static OperationDescription Decide { get; } = new(
        "decideApproval", OperationTag.Approvals, "Approve or reject", "Says yes or no to what somebody else asked for; yes carries it out.",
        AnswerDescription.Accepted("The approval as it stands.", ApprovalExamples.CarriedOut))
    {
        Body = new BodyDescription(
            FieldDescription.Id("approval_id", "Which approval.").Required().With(Examples.OtherId),
            FieldDescription.Boolean("approve", "No takes it off the list.", otherwise: true),
            FieldDescription.Text("reason", "For people."))
        {
            Example = new Dictionary<string, object> { ["approval_id"] = Examples.OtherId, ["reason"] = "seen with anna" },
        },
        Problems =
        [
            NotFound,
            new ProblemDescription(StatusCodes.Status403Forbidden, "second_person_needed", "Whoever asked for it does not approve it."),
            new ProblemDescription(StatusCodes.Status409Conflict, "approval_decided", "Somebody has decided it already."),
            new ProblemDescription(StatusCodes.Status409Conflict, "approval_expired", "It is too late."),
            .. RotationProblems.OfRollback,
        ],
        MayTakeLong = true,
    };
}
