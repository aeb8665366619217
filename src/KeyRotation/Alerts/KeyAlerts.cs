using System.Globalization;
using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Alerts;

/// <summary>Keys that are far too old, or that are not there.</summary>
internal static class KeyAlerts
{
    /// <summary>A first key is made within seconds; what takes longer does not come by itself.</summary>
    internal static readonly TimeSpan MissingAfter = TimeSpan.FromMinutes(10);

    public static IEnumerable<Alert> Of(AlertFacts facts) =>
        facts.Policies.Select(policy => Overdue(policy, facts) ?? Missing(policy, facts)).OfType<Alert>();

    private static Alert? Overdue(KeyTypePolicy policy, AlertFacts facts)
    {
        if (facts.ActiveOf(policy.Name) is not { } active || KeyAge.Of(active, policy, facts.Now) is not { IsSeverelyOverdue: true } age)
            return null;
        var rotation = facts.RotationOf(policy.Name);
        var ratio = age.Ratio.ToString("P0", CultureInfo.InvariantCulture);
        return new Alert(AlertCodes.KeySeverelyOverdue, policy.Name,
            $"Version {active.Version} of {policy.Name} is {Wording.Days(age.Age)} old, {ratio} of its {Wording.Days(policy.RotationInterval)}; expected at most 150 %. {Wording.StandOf(rotation, policy.Name)}")
        { KeyType = policy.Name, RotationId = rotation?.Id };
    }

    private static Alert? Missing(KeyTypePolicy policy, AlertFacts facts)
    {
        if (facts.ActiveOf(policy.Name) is not null)
            return null;
        var rotation = facts.RotationOf(policy.Name);
        var since = Earlier(facts.NoKeySince.TryGetValue(policy.Name, out var seen) ? seen : facts.Now, rotation?.ScheduledAt);
        if (rotation is not { State: RotationState.Failed } && facts.Now - since < MissingAfter && !facts.IsOpen(AlertCodes.MissingKey, policy.Name))
            return null;
        return new Alert(AlertCodes.MissingKey, policy.Name,
            $"{policy.Name} has no active version, so nothing can be encrypted or signed under it; expected one. {Wording.StandOf(rotation, policy.Name)}")
        { KeyType = policy.Name, RotationId = rotation?.Id };
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;
}
