using KeyRotation.Api.Descriptions;

namespace KeyRotation.Api.Scheduler;

/// <summary>What <see cref="SchedulerEndpoints"/> and <see cref="NodeEndpoints"/> say of themselves.</summary>
internal static class SchedulerDescriptions
{
    public static OperationDescription Status { get; } = new(
        "getStatus", OperationTag.Scheduler, "Show the scheduler's status", "State, totals, who is paused and why, what runs, what waits for what, members of the cluster.",
        AnswerDescription.Ok("The status.", SchedulerExamples.Active));

    public static OperationDescription Pause { get; } = new(
        "pauseScheduler", OperationTag.Scheduler, "Pause routine rotations", "Of one key type, or of all. A running one stops at its next batch; emergencies run on. May be repeated.",
        AnswerDescription.Ok("The status with the pause.", SchedulerExamples.Paused))
    {
        Body = new BodyDescription(
            FieldDescription.Text("reason", "For people."),
            FieldDescription.Moment("until", "When it ends by itself; in the future. None = when somebody resumes."),
            FieldDescription.KeyType("Only this one; none = all."))
        {
            Example = new Dictionary<string, object> { ["reason"] = "upgrade of the database" },
        },
        Rehearsed = AnswerDescription.Ok("The pauses that there would be.", SchedulerExamples.WouldBe),
    };

    public static OperationDescription Resume { get; } = new(
        "resumeScheduler", OperationTag.Scheduler, "Resume routine rotations", "What was missed meanwhile is assessed once. May be repeated.",
        AnswerDescription.Ok("The status without the pause.", SchedulerExamples.Active))
    {
        Body = new BodyDescription(FieldDescription.KeyType("Only this one; none = the pause of all."))
        {
            Example = new Dictionary<string, object> { ["key_type"] = Examples.KeyType },
        },
        Rehearsed = AnswerDescription.Ok("The pauses that there would be.", SchedulerExamples.WouldBe),
    };

    public static OperationDescription Nodes { get; } = new(
        "listNodes", OperationTag.Scheduler, "List the members of the cluster", "Last check-in, clock skew, load, and which claims each holds.",
        AnswerDescription.Ok("Every member.", SchedulerExamples.Nodes));
}
