using System.Globalization;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>
/// Finds what is due, and how urgent. Pure: the same state at the same moment gives the same plan, on any number of nodes.
/// </summary>
public static class RotationPlanner
{
    /// <param name="policies">Of every key type.</param>
    /// <param name="versions">Of every key type.</param>
    /// <param name="open">Key types with an open rotation, a failed one included: they are left alone.</param>
    /// <param name="now">Policy time, UTC.</param>
    /// <returns>At most one rotation per key type, the most urgent first.</returns>
    public static IReadOnlyList<PlannedRotation> Plan(
        IReadOnlyList<KeyTypePolicy> policies, IReadOnlyList<KeyVersion> versions, IReadOnlySet<string> open, DateTimeOffset now) =>
        [
            .. policies
                .Where(policy => !open.Contains(policy.Name))
                .Select(policy => (Policy: policy, Active: versions.SingleOrDefault(version => version.KeyType == policy.Name && version.State == KeyVersionState.Active)))
                .Select(key => (key.Policy, key.Active, Ratio: key.Active is null ? double.PositiveInfinity : AgeOf(key.Active, key.Policy, now).Ratio))
                .Where(key => key.Ratio >= 1)
                .Select(key => (key.Policy, key.Ratio, Planned: PlanOne(key.Policy, key.Active, now)))
                .OrderByDescending(key => key.Planned.Priority)
                .ThenByDescending(key => key.Policy.Priority)
                .ThenByDescending(key => key.Ratio)
                .ThenBy(key => key.Policy.Name, StringComparer.Ordinal)
                .Select(key => key.Planned),
        ];

    private static PlannedRotation PlanOne(KeyTypePolicy policy, KeyVersion? active, DateTimeOffset now)
    {
        if (active is null)
            return new PlannedRotation(policy.Name, RotationTrigger.NoActiveKey, $"{policy.Name} has no active version.");
        var age = AgeOf(active, policy, now);
        var trigger = age.IsSeverelyOverdue ? RotationTrigger.SeverelyOverdue : RotationTrigger.Routine;
        var reason = string.Create(CultureInfo.InvariantCulture, $"Version {active.Version} is {age.Age.TotalDays:0.0} days old, {age.Ratio:P0} of its {policy.RotationInterval.TotalDays:0.#} days.");
        return new PlannedRotation(policy.Name, trigger, reason);
    }

    private static KeyAge AgeOf(KeyVersion active, KeyTypePolicy policy, DateTimeOffset now) =>
        KeyAge.Of(active.ActivatedAt ?? active.CreatedAt, policy.RotationInterval, now);
}
