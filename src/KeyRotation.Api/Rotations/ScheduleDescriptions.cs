using KeyRotation.Api.Approvals;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Rotations;

namespace KeyRotation.Api.Rotations;

/// <summary>What <see cref="ScheduleEndpoints"/> say of themselves.</summary>
internal static class ScheduleDescriptions
{
    private static readonly FieldDescription Reason = FieldDescription.Text("reason", "Why, for the audit trail.").Required();

    public static OperationDescription List { get; } = new(
        "getSchedule", OperationTag.Schedule, "Show the schedule", "Open rotations in the order of the queue, and when each key type is expected to rotate next.",
        AnswerDescription.Ok("What is open and what is next.", RotationExamples.Schedule));

    public static OperationDescription Schedule { get; } = new(
        "scheduleRotation", OperationTag.Schedule, "Schedule a rotation", "Opens a rotation of a key type that has none open.",
        AnswerDescription.Created("The rotation.", RotationExamples.Scheduled))
    {
        Body = new BodyDescription(
            FieldDescription.KeyType("Which key type rotates.").Required(),
            Reason,
            FieldDescription.OneOf("trigger", RotationTriggers.Names, "The priority follows from it. Those of emergencies and those that detection finds by itself are refused here.", RotationTriggers.NameOf(RotationTrigger.PlannedMaintenance)),
            FieldDescription.OneOf("priority", Enum.GetValues<RotationPriority>().Select(priority => priority.ToSnakeCase()), "One that contradicts the trigger is refused."),
            FieldDescription.Moment("not_before", "It does not start earlier. In the future."))
        {
            Example = new Dictionary<string, object> { ["key_type"] = Examples.KeyType, ["reason"] = "before the audit", ["trigger"] = "planned_maintenance" },
        },
        Problems = RotationProblems.OfSchedule,
    };

    public static OperationDescription ScheduleAll { get; } = new(
        "scheduleAll", OperationTag.Schedule, "Schedule every key type", "Opens a rotation for every key type that is due, or for every one, and says of each what became of it.",
        AnswerDescription.Ok("What became of each key type.", RotationExamples.ScheduledAll))
    {
        Body = new BodyDescription(Reason, FieldDescription.Boolean("only_due", "Only those that are due.", otherwise: true))
        {
            Example = new Dictionary<string, object> { ["reason"] = "yearly rotation", ["only_due"] = false },
        },
    };

    public static OperationDescription Execute { get; } = new(
        "executeRotation", OperationTag.Schedule, "Run a rotation now", "Runs an open rotation now, outside the window too. Of a key type without an open one it opens none.",
        AnswerDescription.Accepted("The rotation as it stands.", RotationExamples.Scheduled with { OutsideWindow = true }))
    {
        Body = new BodyDescription(FieldDescription.Id("rotation_id", "Which rotation."), FieldDescription.KeyType("Or the key type whose open one it is."))
        {
            ExactlyOneOf = ["rotation_id", "key_type"],
            Example = new Dictionary<string, object> { ["key_type"] = Examples.KeyType },
        },
        Problems = [RotationProblems.NotFound, RotationProblems.NoneOpen, RotationProblems.Ended, RotationProblems.Failed],
    };

    public static OperationDescription Emergency { get; } = new(
        "declareEmergency", OperationTag.Schedule, "Rotate at once",
        "Rotates before everything else, marks the active version compromised, pauses routine work, and opens an incident. Where a second person has to approve it, the answer is the approval, and nothing is done yet.",
        AnswerDescription.Accepted("What it set off, or the approval that it waits for.", RotationExamples.Emergency))
    {
        Body = new BodyDescription(
            FieldDescription.KeyType("Which key type rotates.").Required(),
            FieldDescription.Text("reason", "Why, for the audit trail; the name of a trigger is taken as the trigger.").Required(),
            FieldDescription.Boolean("pause_routine", "Routine rotations of every key type stay paused until somebody resumes them.", otherwise: true),
            FieldDescription.Boolean("compromised", "The active version is marked compromised and has no grace period.", otherwise: true))
        {
            Example = new Dictionary<string, object> { ["key_type"] = Examples.KeyType, ["reason"] = "security_incident" },
        },
        Problems = [ApiProblems.KeyTypeUnknown],
        Awaited = ApprovalExamples.Needed,
    };
}
