using System.Globalization;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>
/// Finds what is due, and how urgent. Pure: the same state at the same moment gives the same plan, on any number of nodes.
/// </summary>
public static class RotationPlanner
{
    private static readonly DetectionInput Defaults = new();

    /// <param name="policies">Of every key type.</param>
    /// <param name="versions">Of every key type.</param>
    /// <param name="open">Key types with an open rotation, a failed one included: they are left alone.</param>
    /// <param name="now">Policy time, UTC.</param>
    /// <param name="input">What else counts; null = detection is on, no key type is held, no interval was changed.</param>
    /// <returns>At most one rotation per key type, the most urgent first.</returns>
    public static IReadOnlyList<PlannedRotation> Plan(
        IReadOnlyList<KeyTypePolicy> policies, IReadOnlyList<KeyVersion> versions, IReadOnlySet<string> open, DateTimeOffset now, DetectionInput? input = null)
    {
        input ??= Defaults;
        return input.IsEnabled
            ? [
                .. policies
                    .Where(policy => !open.Contains(policy.Name))
                    .Select(policy => (Policy: policy, Planned: PlanOne(policy, versions.ActiveOf(policy.Name), now, input)))
                    .Where(key => key.Planned is not null)
                    .OrderByDescending(key => new QueuePlace(key.Planned!.Priority, key.Policy.Priority, RotationQueue.AgeRatioOf(key.Policy, versions, now), now, key.Policy.Name))
                    .Select(key => key.Planned!),
            ]
            : [];
    }

    private static PlannedRotation? PlanOne(KeyTypePolicy policy, KeyVersion? active, DateTimeOffset now, DetectionInput input)
    {
        if (active is null)
            return new PlannedRotation(policy.Name, RotationTrigger.NoActiveKey, $"{policy.Name} has no active version.") { SeenActive = 0 };
        // An emergency answers it; where that was cancelled or lost, it is still due, and no rollback holds it.
        if (active.CompromisedAt is not null)
            return new PlannedRotation(policy.Name, RotationTrigger.SecurityIncident, $"Version {active.Version} is marked compromised and still encrypts.") { SeenActive = active.Version };
        var age = KeyAge.Of(active, policy, now);
        if (!age.IsDue || IsHeld(policy, now, input))
            return null;
        return new PlannedRotation(policy.Name, TriggerOf(policy, age, input), ReasonOf(policy, active, age, now, input)) { SeenActive = active.Version };
    }

    private static bool IsHeld(KeyTypePolicy policy, DateTimeOffset now, DetectionInput input) =>
        input.HeldUntil.TryGetValue(policy.Name, out var until) && now < until;

    /// <summary>Beyond 150 % is high, whatever made it so: a shortened interval is a rule from the moment that it is set.</summary>
    private static RotationTrigger TriggerOf(KeyTypePolicy policy, KeyAge age, DetectionInput input) =>
        age.IsSeverelyOverdue ? RotationTrigger.SeverelyOverdue
        : FormerInterval(policy, age, input) is null ? RotationTrigger.Routine
        : RotationTrigger.PolicyUpdate;

    /// <summary>The longer interval under which the key would not be due yet; null when there was none.</summary>
    private static TimeSpan? FormerInterval(KeyTypePolicy policy, KeyAge age, DetectionInput input) =>
        input.FormerIntervals.TryGetValue(policy.Name, out var former) && age.Age < former ? former : null;

    internal static string AgeReason(KeyTypePolicy policy, KeyVersion active, DateTimeOffset now)
    {
        var age = KeyAge.Of(active, policy, now);
        return string.Create(CultureInfo.InvariantCulture, $"Version {active.Version} is {age.Age.TotalDays:0.0} days old, {age.Ratio:P0} of its {policy.RotationInterval.TotalDays:0.#} days.");
    }

    private static string ReasonOf(KeyTypePolicy policy, KeyVersion active, KeyAge age, DateTimeOffset now, DetectionInput input)
    {
        var reason = AgeReason(policy, active, now);
        return FormerInterval(policy, age, input) is { } former
            ? string.Create(CultureInfo.InvariantCulture, $"{reason} The interval was {former.TotalDays:0.#} days.")
            : reason;
    }
}
