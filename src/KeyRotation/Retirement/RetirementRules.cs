using System.Globalization;
using KeyRotation.Keys;
using KeyRotation.Nodes;
using KeyRotation.Policies;

namespace KeyRotation.Retirement;

/// <summary>
/// Says for each version of a key type whether it is kept, and why, or disabled, sent back to grace, or retired
/// (docs/retirement.md). Pure: every condition is a line, and each alone keeps the version.
/// </summary>
public static class RetirementRules
{
    /// <param name="policy">Of the key type.</param>
    /// <param name="settings">The node's.</param>
    /// <param name="facts">One look at the store; with a census where one was taken.</param>
    /// <param name="now">Policy time, UTC, at the moment of the look.</param>
    /// <returns>One verdict for each version that is not retired yet, oldest first.</returns>
    public static IReadOnlyList<VersionVerdict> Of(KeyTypePolicy policy, RetirementSettings settings, RetirementFacts facts, DateTimeOffset now) =>
        [.. facts.Versions.Where(version => version.State is not (KeyVersionState.Retired or KeyVersionState.Destroyed)).OrderBy(version => version.Version).Select(version => Of(version, policy, settings, facts, now))];

    private static VersionVerdict Of(KeyVersion version, KeyTypePolicy policy, RetirementSettings settings, RetirementFacts facts, DateTimeOffset now) => version.State switch
    {
        KeyVersionState.Active => VersionVerdict.Keep(version.Version, KeepReason.Active, "It encrypts."),
        KeyVersionState.Pending => VersionVerdict.Keep(version.Version, KeepReason.Pending, "Its rotation has not activated it yet."),
        KeyVersionState.Grace => OfGrace(version, policy, settings, facts, now),
        KeyVersionState.Disabled => OfDisabled(version, policy, settings, facts, now),
        _ => throw new ArgumentOutOfRangeException(nameof(version), version.State, "No rule for this state."),
    };

    private static VersionVerdict OfGrace(KeyVersion version, KeyTypePolicy policy, RetirementSettings settings, RetirementFacts facts, DateTimeOffset now) =>
        GracePeriod(version, now)
        ?? Clock(version, version.GraceEndsAt!.Value, BeganAt(version, policy, facts), facts, now)
        ?? Writers(version, ConsumerSilence.Of(policy, settings, facts), facts, now)
        ?? References(version, policy, facts)
        ?? new VersionVerdict(version.Version, RetirementAction.Disable, null, $"Its grace period is over, nobody can encrypt under it, and no ciphertext names it. {Counted(facts)}");

    private static VersionVerdict OfDisabled(KeyVersion version, KeyTypePolicy policy, RetirementSettings settings, RetirementFacts facts, DateTimeOffset now)
    {
        if (version.DisabledAt is not { } disabledAt)
            return VersionVerdict.Keep(version.Version, KeepReason.ClockSuspect, "It is not recorded since when it is disabled. Enable it; it is disabled anew by the next run.");
        if (facts.Attempts.FirstOrDefault(candidate => candidate.Version == version.Version && IsSince(candidate, disabledAt)) is { } attempt)
            return new VersionVerdict(version.Version, RetirementAction.BackToGrace, null, $"{attempt.What} at {Utc(attempt.LastAt)}.");
        var disabling = facts.Disablings.GetValueOrDefault(version.Version) ?? throw new ArgumentException($"Who has read that {facts.KeyType} version {version.Version} is disabled was not read.", nameof(facts));
        var since = disabling.SinceOf(disabledAt);
        var over = since + settings.SoftDisableOf(version);
        if (over > now)
            return VersionVerdict.Keep(version.Version, KeepReason.SoftDisablePeriod, $"It is disabled, and every consumer that answered has read so, since {Utc(since)}; without an attempt to open something under it, it may be retired from {Utc(over)} on.");
        if (!settings.AllowRetire)
            return VersionVerdict.Keep(version.Version, KeepReason.RetireNotAllowed, "Retirement:AllowRetire is false: versions stop at disabled.");
        return (version.GraceEndsAt is null ? null : GracePeriod(version, now))
            ?? Clock(version, over, since, facts, now)
            ?? Writers(version, ConsumerSilence.Of(policy, settings, facts), facts, now)
            ?? Unread(version, disabling)
            ?? WriteLag(version, ConsumerSilence.Of(policy, settings, facts), facts, now)
            ?? References(version, policy, facts)
            ?? new VersionVerdict(version.Version, RetirementAction.Retire, null, $"Nobody tried to open anything under it since {Utc(since)}, and no ciphertext names it. {Counted(facts)}");
    }

    private static VersionVerdict? GracePeriod(KeyVersion version, DateTimeOffset now) => version.GraceEndsAt is not { } ends
        ? VersionVerdict.Keep(version.Version, KeepReason.GracePeriod, "It has no end of its grace period.")
        : ends > now ? VersionVerdict.Keep(version.Version, KeepReason.GracePeriod, $"Its grace period ends at {Utc(ends)}.") : null;

    /// <summary>When its grace period began. The policy may be another one since: what it says today is asked only where no activation does.</summary>
    private static DateTimeOffset BeganAt(KeyVersion version, KeyTypePolicy policy, RetirementFacts facts) =>
        facts.Floors.GetValueOrDefault(version.Version)?.SucceededAt ?? version.GraceEndsAt!.Value - policy.GracePeriod;

    /// <summary>Both clocks are past the date and agree, and the time until it passed: it is no jump.</summary>
    private static VersionVerdict? Clock(KeyVersion version, DateTimeOffset date, DateTimeOffset since, RetirementFacts facts, DateTimeOffset now)
    {
        var skew = now - facts.DatabaseNow;
        if (ClockSkew.IsRefused(skew))
            return Suspect($"This node's clock says {Utc(now)}, the database's {Utc(facts.DatabaseNow)}; expected at most {ClockSkew.Refusal.TotalSeconds:0} s between them.");
        if (facts.DatabaseNow < date)
            return Suspect($"By the database's clock, {Utc(facts.DatabaseNow)}, its date, {Utc(date)}, has not passed.");
        var jumped = ClockJumps.Since(facts.ClockJumps, since);
        return now - jumped < date || facts.DatabaseNow - jumped < date
            ? Suspect($"A clock was set forward by {jumped.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} h since {Utc(since)}; without that its date, {Utc(date)}, has not passed.")
            : null;

        VersionVerdict Suspect(string detail) => VersionVerdict.Keep(version.Version, KeepReason.ClockSuspect, detail);
    }

    private static VersionVerdict? Writers(KeyVersion version, ConsumerSilence silence, RetirementFacts facts, DateTimeOffset now)
    {
        if (facts.OpenRotation is { } rotation)
            return VersionVerdict.Keep(version.Version, KeepReason.RotationOpen, $"{rotation} is open; nothing is disabled or retired beside it.");
        if (facts.WritersAtWork.Count > 0)
            return VersionVerdict.Keep(version.Version, KeepReason.WriterAtWork, $"Not over: {string.Join(", ", facts.WritersAtWork)}.");
        var floor = facts.Floors.GetValueOrDefault(version.Version) ?? throw new ArgumentException($"No write floor for {facts.KeyType} version {version.Version} was read.", nameof(facts));
        if (floor is { LastActivation: not null, SucceededAt: null })
            return VersionVerdict.Keep(version.Version, KeepReason.Consumers, "No activation is later than its own, so every consumer may encrypt under it.");
        var earlier = now < facts.DatabaseNow ? now : facts.DatabaseNow;
        if (floor.WritersAt(earlier, silence).ToArray() is { Length: > 0 } writers)
            return VersionVerdict.Keep(version.Version, KeepReason.Consumers, $"Neither acknowledged a later activation, nor signed off, nor silent for long enough: {Names(writers, silence)}.");
        return facts.StoreRestoredAt is { } restored && silence.EndOfUnknown(restored) is var silent && silent > earlier
            ? VersionVerdict.Keep(version.Version, KeepReason.StoreRestored, $"The store was restored to an older copy, which was found at {Utc(restored)}; consumers that it lost may encrypt under any version until {Utc(silent)}.")
            : null;
    }

    private static VersionVerdict? Unread(KeyVersion version, DisablingStand disabling) => disabling.Unread.Count == 0 ? null
        : VersionVerdict.Keep(version.Version, KeepReason.DisablingUnread, $"Not known to have read that it is disabled: {Listed([.. disabling.Unread])}.");

    /// <summary>What was sealed just before an acknowledgement may be committed in a transaction that begins after it; a count that comes earlier does not see it.</summary>
    private static VersionVerdict? WriteLag(KeyVersion version, ConsumerSilence silence, RetirementFacts facts, DateTimeOffset now)
    {
        var earlier = now < facts.DatabaseNow ? now : facts.DatabaseNow;
        return facts.Floors[version.Version] is { LastActivation: not null, AcknowledgedAt: { } acknowledged } && silence.CommittedBy(acknowledged) is var committed && committed > earlier
            ? VersionVerdict.Keep(version.Version, KeepReason.WriteLag, $"A consumer acknowledged a later activation, or signed off, at {Utc(acknowledged)}; what it sealed before may be committed until {Utc(committed)}.")
            : null;
    }

    /// <summary>Null only where a census, begun after this look at everything else, found nothing.</summary>
    private static VersionVerdict? References(KeyVersion version, KeyTypePolicy policy, RetirementFacts facts)
    {
        if (policy.Protects == ProtectedData.Files)
            return VersionVerdict.Keep(version.Version, KeepReason.NotCountable, "Its key type protects files, which are not counted.");
        if (policy.Protects != ProtectedData.Signatures && facts.Targets.Count == 0)
            return VersionVerdict.Keep(version.Version, KeepReason.NotCountable, "No target is registered for its key type, so nothing says where its ciphertext stands.");
        if (facts.MissingTargets.Count > 0)
            return VersionVerdict.Keep(version.Version, KeepReason.TargetsMissing, $"Not in the configuration of this node: {string.Join(", ", facts.MissingTargets)}.");
        if (facts.TargetDifferences.Count > 0)
            return VersionVerdict.Keep(version.Version, KeepReason.TargetsDiffer, string.Join(" ", facts.TargetDifferences));
        if (facts.Quarantined.GetValueOrDefault(version.Version) is > 0 and var quarantined)
            return VersionVerdict.Keep(version.Version, KeepReason.Quarantined, $"{quarantined} quarantined ciphertexts name it.");
        if (facts.Census is not { } census || census.BegunAt < facts.DatabaseNow)
            return new VersionVerdict(version.Version, RetirementAction.Count, KeepReason.CensusMissing, "All but its references is known; they were not counted since.");
        foreach (var target in census.Targets)
            if (target.Obstacle is { } obstacle)
                return VersionVerdict.Keep(version.Version, obstacle.Reason, $"Target {target.Target}: {obstacle.Detail}");
        if (facts.Targets.Except(census.Targets.Select(target => target.Target)).ToArray() is { Length: > 0 } uncounted)
            return VersionVerdict.Keep(version.Version, KeepReason.CensusFailed, $"Not counted: {string.Join(", ", uncounted)}.");
        if (census.EndedAt is null)
            return VersionVerdict.Keep(version.Version, KeepReason.CensusFailed, "The count did not come to its end.");
        if (census.ReferencesTo(version.Version) is > 0 and var references)
            return VersionVerdict.Keep(version.Version, KeepReason.References, $"{references} ciphertexts name it, in {Where(census, target => target.References.GetValueOrDefault(version.Version))}.");
        return census.Targets.Sum(target => target.Unreadable) is > 0 and var unreadable
            ? VersionVerdict.Keep(version.Version, KeepReason.Unreadable, $"{unreadable} ciphertexts have no header that can be read and could be under it, in {Where(census, target => target.Unreadable)}.")
            : null;
    }

    /// <summary>
    /// Whether an attempt came after the version was disabled. The two moments are of two clocks, which may differ by as much as clocks may:
    /// none was refused before it was disabled, but many were opened.
    /// </summary>
    internal static bool IsSince(AttemptedOpen attempt, DateTimeOffset disabledAt) => attempt.LastAt > (attempt.WasOpened ? disabledAt : disabledAt - ClockSkew.Refusal);

    private static string Counted(RetirementFacts facts) =>
        facts.Census is { Targets.Count: > 0 } census
            ? $"Counted from {Utc(census.BegunAt)} on: {census.Targets.Sum(target => target.Rows)} rows in {string.Join(", ", census.Targets.Select(target => target.Target))}."
            : "It signs, so there is nothing to count.";

    private static string Where(Census census, Func<TargetCount, long> count) =>
        string.Join(", ", census.Targets.Where(target => count(target) > 0).Select(target => $"{target.Target} ({count(target)})"));

    private static string Names(ConsumerStand[] writers, ConsumerSilence silence) =>
        Listed([.. writers.Select(writer => string.Create(CultureInfo.InvariantCulture, $"{writer} ({silence.Of(writer).TotalHours:0.#} h)"))]);

    private static string Listed(string[] names) => names.Length <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {names.Length - 5} more";

    private static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
