using KeyRotation.Keys;
using KeyRotation.Retirement;

namespace KeyRotation.Alerts;

/// <summary>Old versions that are needed although nobody should need them, or that do not go.</summary>
internal static class RetirementAlerts
{
    /// <summary>The version is readable again within seconds; who needs it is still to be found.</summary>
    internal static readonly TimeSpan AttemptsWithin = TimeSpan.FromDays(1);

    public static IEnumerable<Alert> Of(AlertFacts facts) =>
        facts.Attempts.Select(Used).Concat(facts.Versions.Where(version => IsToGo(version, facts.Now)).Select(version => Kept(version, facts)).OfType<Alert>());

    private static Alert Used(AttemptedOpen attempt) => new(AlertCodes.DisabledVersionUsed, Subject(attempt.KeyType, attempt.Version),
        $"{attempt.By} tried to open something under version {attempt.Version} of {attempt.KeyType} while it was disabled, last at {Wording.Utc(attempt.LastAt)}; expected no use of it. It goes back to grace by itself. Find the ciphertext that no registered target holds, and reseal it.")
    {
        KeyType = attempt.KeyType,
    };

    private static bool IsToGo(KeyVersion version, DateTimeOffset now) =>
        version.State == KeyVersionState.Disabled || (version.State == KeyVersionState.Grace && version.GraceEndsAt <= now);

    private static Alert? Kept(KeyVersion version, AlertFacts facts)
    {
        // What was counted while it was still in use says nothing.
        if (facts.Censuses.FirstOrDefault(latest => latest.KeyType == version.KeyType) is not { } census || (version.GraceEndsAt is { } ends && census.BegunAt < ends))
            return null;
        return Why(version, census) is not { } why ? null : new Alert(AlertCodes.VersionKept, Subject(version.KeyType, version.Version),
            $"Version {version.Version} of {version.KeyType} is kept: {why} Counted from {Wording.Utc(census.BegunAt)} on. See `keyrotation keys show {version.KeyType}` and `keyrotation cleanup --dry-run`.")
        {
            KeyType = version.KeyType,
        };
    }

    private static string? Why(KeyVersion version, Census census)
    {
        if (census.ReferencesTo(version.Version) is > 0 and var references)
            return $"{references} ciphertexts name it, in {string.Join(", ", census.Targets.Where(target => target.References.GetValueOrDefault(version.Version) > 0).Select(target => target.Target))}; expected none after its grace period.";
        if (census.Targets.FirstOrDefault(target => target.Obstacle is not null) is { Obstacle: { } obstacle } uncounted)
            return $"target {uncounted.Target} could not be counted ({obstacle.Reason.ToSnakeCase()}): {obstacle.Detail}";
        return census.Targets.Sum(target => target.Unreadable) is > 0 and var unreadable
            ? $"{unreadable} ciphertexts have no header that can be read, in {string.Join(", ", census.Targets.Where(target => target.Unreadable > 0).Select(target => target.Target))}."
            : null;
    }

    private static string Subject(string keyType, int version) => $"{keyType} version {version}";
}
