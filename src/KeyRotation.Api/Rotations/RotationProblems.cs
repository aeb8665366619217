using KeyRotation.Api.Descriptions;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Rotations;

/// <summary>Problems with rotations, by code.</summary>
internal static class RotationProblems
{
    public static ProblemDescription NotFound { get; } = new(StatusCodes.Status404NotFound, "rotation_not_found", "There is no such rotation.");

    public static ProblemDescription NoneOpen { get; } = new(StatusCodes.Status404NotFound, "no_open_rotation", "The key type has no open rotation.");

    public static ProblemDescription Open { get; } = Conflict("rotation_open", "The key type has an open rotation; `rotation_id` names it.");

    public static ProblemDescription Ended { get; } = Conflict("rotation_ended", "The rotation has ended.");

    public static ProblemDescription Failed { get; } = Conflict("rotation_failed", "The rotation has failed.");

    public static ProblemDescription NotFailed { get; } = Conflict("rotation_not_failed", "The rotation has not failed.");

    public static ProblemDescription InHand { get; } = Conflict("rotation_in_hand", "A node has the rotation in hand at this moment.");

    public static IReadOnlyList<ProblemDescription> OfSchedule { get; } =
    [
        Open,
        Mistake("priority_contradicts_trigger", "The trigger has another priority."),
        Mistake("emergency_by_its_own_endpoint", "The trigger is that of an emergency."),
        Mistake("trigger_is_detected", "The trigger is what detection finds by itself."),
    ];

    public static IReadOnlyList<ProblemDescription> OfTuning { get; } = [NotFound, Ended, .. OfNumbers()];

    public static IReadOnlyList<ProblemDescription> OfRetry { get; } =
    [
        NotFound, Ended, NotFailed, InHand, Conflict("nothing_to_retry", "It failed in a state that the store does not know."), .. OfNumbers(), Mistake("target_unknown", "There is no such target."),
    ];

    public static IReadOnlyList<ProblemDescription> OfAcceptance { get; } =
        [NotFound, Ended, NotFailed, InHand, Conflict("rotation_not_acceptable", "Its data were not migrated and swept through.")];

    public static IReadOnlyList<ProblemDescription> OfCancellation { get; } =
    [
        NotFound, Ended, Failed, InHand, Conflict("rotation_activated", "Its version is active."),
        new(StatusCodes.Status403Forbidden, "rotation_is_emergency", "Only a security officer cancels an emergency."),
    ];

    public static IReadOnlyList<ProblemDescription> OfRollback { get; } =
    [
        NotFound, Ended, NotFailed, InHand,
        Conflict("no_predecessor", "The rotation makes the key type's first version."),
        Conflict("predecessor_missing", "The predecessor is not in the store any more."),
        Conflict("predecessor_retired", "The predecessor is retired."),
        Conflict("predecessor_compromised", "The predecessor is compromised."),
        Conflict("predecessor_disabled", "The predecessor is disabled."),
        Conflict("rollback_not_possible", "The two versions stand as no rotation leaves them."),
    ];

    private static ProblemDescription Conflict(string code, string when) => new(StatusCodes.Status409Conflict, code, when);

    private static ProblemDescription Mistake(string code, string when) => new(StatusCodes.Status400BadRequest, code, when);

    private static ProblemDescription[] OfNumbers() =>
        [Mistake("batch_size_out_of_range", "`batch_size` is none of 0 to 100,000."), Mistake("pace_out_of_range", "`pace` is none of 0 to 100,000,000.")];
}
