using KeyRotation.Pauses;
using KeyRotation.Policies;

namespace KeyRotation.Alerts;

/// <summary>Pauses that somebody may have forgotten.</summary>
internal static class PauseAlerts
{
    internal static readonly TimeSpan LongAfter = TimeSpan.FromDays(7);

    /// <summary>A day is a maintenance window: with less, an emergency's pause would alert for every key that is due.</summary>
    internal static readonly TimeSpan HeldAfter = TimeSpan.FromDays(1);

    public static IEnumerable<Alert> Of(AlertFacts facts) => facts.Pauses.At(facts.Now).All.Select(pause => Of(pause, facts)).OfType<Alert>();

    private static Alert? Of(Pause pause, AlertFacts facts)
    {
        var held = facts.Policies.Where(policy => Holds(pause, policy, facts)).Select(policy => policy.Name).ToArray();
        if (facts.Now - pause.Since < LongAfter && held.Length == 0)
            return null;
        var everything = pause.Scope == Pause.Everything;
        var what = held.Length > 0 ? $"Due for more than {Wording.Days(HeldAfter)} and held: {string.Join(", ", held)}." : $"Expected no pause longer than {Wording.Days(LongAfter)}.";
        return new Alert(AlertCodes.SchedulerPaused, everything ? "all" : pause.Scope,
            $"Routine rotation of {(everything ? "all key types" : pause.Scope)} is held. {pause.Describe()} {what} `keyrotation resume` frees it.")
        { KeyType = everything ? null : pause.Scope };
    }

    private static bool Holds(Pause pause, KeyTypePolicy policy, AlertFacts facts) =>
        pause.Covers(policy.Name) && facts.Now - pause.Since >= HeldAfter
        && facts.ActiveOf(policy.Name) is { } active && KeyAge.Of(active, policy, facts.Now).Age >= policy.RotationInterval + HeldAfter;
}
