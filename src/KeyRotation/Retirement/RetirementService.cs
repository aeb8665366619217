using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Policies;
using KeyRotation.Restores;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Retirement;

/// <summary>
/// Takes the old versions of a key type as far as the rules allow: looks, counts where only the references are unknown, looks at what
/// was counted, and changes one state after the other (docs/retirement.md). Killed at any instruction and run again, it begins
/// with a look; no count of a former run is used.
/// </summary>
public sealed partial class RetirementService(
    IRetirementStore store, CensusRun census, IClaimStore claims, ITargetTables targets, KeyTypePolicies policies, RetirementSettings settings, VersionEnabling enabling,
    EscrowProof escrow, StoreRestore restore, TimeProvider time, ILogger<RetirementService> logger)
{
    /// <param name="keyType">The key type.</param>
    /// <param name="dryRun">Looks and counts, and changes nothing.</param>
    /// <param name="actor">A user, or <c>scheduler</c>.</param>
    /// <param name="cancellationToken">Ends the count, not what is committed.</param>
    /// <exception cref="KeyTypeUnknownException">No such key type.</exception>
    /// <exception cref="ClaimLostException">Another process took over; nothing was committed since.</exception>
    public async Task<IReadOnlyList<RetirementReport>> RunAsync(string keyType, bool dryRun, string actor, CancellationToken cancellationToken)
    {
        var policy = policies.Of(keyType);
        if (dryRun)
            return await RunAsync(policy, null, actor, cancellationToken).ConfigureAwait(false);
        // A store that is an older copy is found so first: it knows neither all consumers nor what became of a version since.
        if (!await restore.TryRunAsync(cancellationToken).ConfigureAwait(false))
            return [new RetirementReport(keyType, null, RetirementOutcome.Kept, KeepReason.EscrowUnproved, "Store and escrow could not be compared, so the store may be an older copy of itself. The log says why.")];
        if (await claims.TryTakeAsync(RetirementClaim.Of(keyType), cancellationToken).ConfigureAwait(false) is not { } claim)
            return [new RetirementReport(keyType, null, RetirementOutcome.Kept, KeepReason.InHandElsewhere, "Another process disables and retires versions of this key type at this moment.")];
        try
        {
            return await RunAsync(policy, new Fence(claim), actor, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<RetirementReport>> RunAsync(KeyTypePolicy policy, Fence? fence, string actor, CancellationToken cancellationToken)
    {
        var facts = await LookAsync(policy.Name, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var verdicts = RetirementRules.Of(policy, settings, facts, now);
        if (verdicts.Any(verdict => verdict.Action == RetirementAction.Count))
        {
            facts = facts with { Census = await census.CountAsync(fence, facts, Counted(verdicts), ConsumerSilence.Of(policy, settings, facts), cancellationToken).ConfigureAwait(false) };
            // Everything else as it was at the look: what has changed since is found by the change's own transaction.
            verdicts = RetirementRules.Of(policy, settings, facts, now);
        }
        var reports = new List<RetirementReport>();
        foreach (var found in verdicts)
        {
            var verdict = found.Action == RetirementAction.Retire ? await AskEscrowAsync(policy, facts, found, cancellationToken).ConfigureAwait(false) : found;
            var report = fence is null ? RetirementReport.Of(policy.Name, verdict) : await ApplyAsync(policy, fence, facts, verdict, actor, cancellationToken).ConfigureAwait(false);
            if (report.Outcome != RetirementOutcome.Kept || report.Reason is not (KeepReason.Active or KeepReason.Pending or KeepReason.GracePeriod or KeepReason.SoftDisablePeriod))
                LogVersion(logger, policy.Name, verdict.Version, report.Outcome, report.Reason?.ToSnakeCase() ?? "", report.Detail, fence is null ? " (dry run)" : "");
            reports.Add(report);
        }
        return reports;
    }

    private async Task<RetirementFacts> LookAsync(string keyType, CancellationToken cancellationToken)
    {
        var facts = await store.LookAsync(keyType, cancellationToken).ConfigureAwait(false);
        return facts with
        {
            MissingTargets = await targets.MissingAsync(keyType, cancellationToken).ConfigureAwait(false),
            TargetDifferences = await targets.DifferencesAsync(keyType, cancellationToken).ConfigureAwait(false),
        };
    }

    private static HashSet<int> Counted(IEnumerable<VersionVerdict> verdicts) =>
        verdicts.Where(verdict => verdict.Action == RetirementAction.Count).Select(verdict => verdict.Version).ToHashSet();

    /// <summary>As the last question before the store's copy is overwritten. What never was active may have failed before it was escrowed, and nothing is under it.</summary>
    private async Task<VersionVerdict> AskEscrowAsync(KeyTypePolicy policy, RetirementFacts facts, VersionVerdict verdict, CancellationToken cancellationToken)
    {
        if (facts.Floors[verdict.Version].LastActivation is null)
            return verdict;
        var version = facts.Versions.Single(candidate => candidate.Version == verdict.Version);
        return await escrow.ProblemOfAsync(policy, version, cancellationToken).ConfigureAwait(false) is { } problem
            ? VersionVerdict.Keep(verdict.Version, KeepReason.EscrowUnproved, problem)
            : verdict with { Detail = $"{verdict.Detail} Its copy in escrow opened." };
    }

    private async Task<RetirementReport> ApplyAsync(KeyTypePolicy policy, Fence fence, RetirementFacts facts, VersionVerdict verdict, string actor, CancellationToken cancellationToken)
    {
        var version = facts.Versions.Single(candidate => candidate.Version == verdict.Version);
        var now = time.GetUtcNow();
        var change = new RetirementChange(facts.KeyType, verdict.Version, now, facts.Activation, QuietSince(policy, facts, version.Version), version.DisabledAt)
        {
            Incarnation = facts.Incarnation,
            Counted = [.. targets.PlacesOf(facts.KeyType).Where(place => facts.Census?.Targets.Any(target => target.Target == place.Target) == true)],
        };
        var isDone = verdict.Action switch
        {
            RetirementAction.Disable => await store.DisableAsync(fence, change, RetirementEvents.Disabled(facts.KeyType, verdict, facts.Census!, now, actor), cancellationToken).ConfigureAwait(false),
            RetirementAction.Retire => await store.RetireAsync(fence, change, RetirementEvents.Retired(facts.KeyType, verdict, facts.Census!, now, actor), cancellationToken).ConfigureAwait(false),
            RetirementAction.BackToGrace => await enabling.BackToGraceAsync(version, verdict.Detail, Rotations.Rotation.Scheduler, cancellationToken).ConfigureAwait(false) is not null,
            _ => true,
        };
        return isDone
            ? RetirementReport.Of(facts.KeyType, verdict)
            : new RetirementReport(facts.KeyType, verdict.Version, RetirementOutcome.Kept, KeepReason.ChangedMeanwhile, "It, or something that it depends on, changed since it was looked at. Nothing was done; the next run looks again.");
    }

    /// <summary>Whoever gave a sign behind this may write again: all that were found silent were silent for the shortest silence of any.</summary>
    private DateTimeOffset QuietSince(KeyTypePolicy policy, RetirementFacts facts, int version)
    {
        var silence = ConsumerSilence.Of(policy, settings, facts);
        return facts.DatabaseNow - facts.Floors.GetValueOrDefault(version, WriteFloor.NeverActive).Behind.Select(silence.Of).Append(settings.MaxOffline + settings.MaxWriteLag).Min();
    }

    [LoggerMessage(2701, LogLevel.Information, "{KeyType} version {Version}: {Outcome} {Reason}{DryRun}. {Detail}")]
    private static partial void LogVersion(ILogger logger, string keyType, int version, RetirementOutcome outcome, string reason, string detail, string dryRun);
}
