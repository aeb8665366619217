using KeyRotation.Api.Approvals;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Rotations;

namespace KeyRotation.Api.Rotations;

/// <summary>What <see cref="RotationEndpoints"/> say of themselves.</summary>
internal static class RotationDescriptions
{
    private static readonly FieldDescription BatchSize = FieldDescription.Integer("batch_size", 0, RetryAdjustments.MostRows, "Rows of a batch; 0 = as configured.");
    private static readonly FieldDescription Pace = FieldDescription.Integer("pace", 0, RetryAdjustments.MostRowsPerSecond, "Rows per second at most; 0 = as fast as it goes. A rotation with a pace is worked on by one node alone.");

    private static readonly IReadOnlyList<FieldDescription> OneRotation = [FieldDescription.Id("id", "The rotation's id.").Required()];

    public static OperationDescription List { get; } = new(
        "listRotations", OperationTag.Rotations, "List rotations", "The latest first, open and past.",
        AnswerDescription.Ok("A page of rotations.", RotationExamples.Page))
    {
        Query = ListParameters.With(ListParameters.KeyType, FieldDescription.Boolean("open", "Only open ones, or only those that have ended.")),
    };

    public static OperationDescription Find { get; } = new(
        "getRotation", OperationTag.Rotations, "Show a rotation", "One rotation, how far it is, and which process has it in hand.",
        AnswerDescription.Ok("The rotation with its progress.", RotationExamples.Detail))
    {
        Path = OneRotation,
        Problems = [RotationProblems.NotFound],
    };

    public static OperationDescription Tune { get; } = new(
        "tuneRotation", OperationTag.Rotations, "Change how fast a rotation goes", "Holds from its next second on.",
        AnswerDescription.Accepted("The rotation as it stands.", RotationExamples.Tuned))
    {
        Path = OneRotation,
        Body = new BodyDescription(BatchSize, Pace)
        {
            AtLeastOneOf = ["batch_size", "pace"],
            Example = new Dictionary<string, object> { ["batch_size"] = 500, ["pace"] = 2000 },
        },
        Problems = RotationProblems.OfTuning,
    };

    public static OperationDescription Retry { get; } = new(
        "retryRotation", OperationTag.Rotations, "Retry a failed rotation", "Sends a failed one back to where it stopped, with its attempts counted anew.",
        AnswerDescription.Accepted("The rotation as it stands.", RotationExamples.Tuned))
    {
        Path = OneRotation,
        Body = new BodyDescription(BatchSize, Pace, FieldDescription.Texts("targets", "Targets whose sweeps and quarantine begin anew; all, where none is named."))
        {
            Example = new Dictionary<string, object> { ["batch_size"] = 500, ["pace"] = 2000, ["targets"] = new[] { "oauth-tokens" } },
        },
        Problems = RotationProblems.OfRetry,
    };

    public static OperationDescription Accept { get; } = new(
        "acceptRotation", OperationTag.Rotations, "Accept a failed rotation as partial", "Completes a failed one; the rows that do not open stay listed.",
        AnswerDescription.Accepted("The rotation as it stands.", RotationExamples.Accepted))
    {
        Path = OneRotation,
        Body = Reason("Why the rows that do not open are accepted, for the audit trail.", "those accounts are closed"),
        Problems = RotationProblems.OfAcceptance,
    };

    public static OperationDescription RollBack { get; } = new(
        "rollBackRotation", OperationTag.Rotations, "Roll back a failed rotation",
        "Makes the predecessor active again and migrates back to it. Where a second person has to approve it, the answer is the approval, and nothing is done yet.",
        AnswerDescription.Accepted("The rotation as it stands, or the approval that it waits for.", RotationExamples.RollingBack))
    {
        Path = OneRotation,
        Body = Reason("Why the rotation is rolled back, for the audit trail.", "the application does not start"),
        Problems = RotationProblems.OfRollback,
        Awaited = ApprovalExamples.Needed,
    };

    public static OperationDescription Cancel { get; } = new(
        "cancelRotation", OperationTag.Rotations, "Cancel a rotation", "Ends one whose version is not active yet; an emergency only for a security officer.",
        AnswerDescription.Accepted("The rotation as it stands.", RotationExamples.Cancelled))
    {
        Path = OneRotation,
        Body = new BodyDescription(FieldDescription.Text("reason", "For people.")) { Example = new Dictionary<string, object> { ["reason"] = "postponed to next week" } },
        Problems = RotationProblems.OfCancellation,
    };

    public static OperationDescription Follow { get; } = new(
        "followRotation", OperationTag.Rotations, "Follow a rotation",
        "Server-sent events: `rotation` with the whole object (as `getRotation` answers it) as it stands and whenever it changed, looked at once a second; `end` when the rotation has ended. A comment every 15 s keeps the connection.",
        new AnswerDescription(200, "The events, until the rotation has ended.", null, "event: rotation\ndata: {\"rotation\":{...},...}\n\nevent: end\ndata: {}\n\n") { ContentType = "text/event-stream" })
    {
        Path = OneRotation,
        Problems = [RotationProblems.NotFound, ApiProblems.TooManyStreams],
        MayTakeLong = true,
    };

    private static BodyDescription Reason(string description, string example) =>
        new(FieldDescription.Text("reason", description).Required()) { Example = new Dictionary<string, object> { ["reason"] = example } };
}
