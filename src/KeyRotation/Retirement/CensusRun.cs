using KeyRotation.Claims;
using KeyRotation.Keys;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Retirement;

/// <summary>
/// Counts the references of a key type in all its targets, after every transaction that could still write under one of the versions
/// has ended. What cannot be counted is an obstacle, not an error: the versions are kept, and the reason is said.
/// </summary>
public sealed partial class CensusRun(IRetirementStore store, ITargetCensuses targets, IClaimStore claims, IKeyStore keys, RetirementSettings settings, ILogger<CensusRun> logger)
{
    /// <param name="fence">Renewed between two statements; null = a dry run, which writes nothing.</param>
    /// <param name="facts">The look that found that all but the references is known.</param>
    /// <param name="versions">Of which versions that was found.</param>
    /// <param name="silence">After which a consumer writes nothing any more.</param>
    /// <param name="cancellationToken">Ends the count.</param>
    /// <exception cref="ClaimLostException">Another process took over.</exception>
    public async Task<Census> CountAsync(Fence? fence, RetirementFacts facts, IReadOnlySet<int> versions, ConsumerSilence silence, CancellationToken cancellationToken)
    {
        var type = (await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false)).Single(candidate => candidate.Name == facts.KeyType);
        var quarantined = await store.ListQuarantinedAsync(facts.KeyType, cancellationToken).ConfigureAwait(false);
        var known = facts.Versions.Select(version => version.Version).ToHashSet();
        var census = await store.BeginCensusAsync(fence, facts.KeyType, cancellationToken).ConfigureAwait(false);
        var floorAge = FloorAge(facts, versions, silence, census.BegunAt);
        var counts = new List<TargetCount>();
        foreach (var target in targets.CensusesOf(facts.KeyType))
        {
            var scope = new CensusScope(type.KeyId, known, quarantined.Where(cell => cell.Key.Target == target.Target).ToDictionary(cell => (cell.Key.RowKey, cell.Key.Column), cell => cell.Value));
            counts.Add(await CountAsync(target, scope, floorAge, () => fence is null ? Task.CompletedTask : claims.RenewAsync(fence, cancellationToken), cancellationToken).ConfigureAwait(false));
        }
        return await store.EndCensusAsync(fence, census with { Targets = counts }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Since when nobody can have begun to write under any of the versions; null where nobody ever could.</summary>
    private static TimeSpan? FloorAge(RetirementFacts facts, IReadOnlySet<int> versions, ConsumerSilence silence, DateTimeOffset begun) =>
        versions.Select(version => facts.Floors[version].ReachedAt(silence)).Max() is { } floor
            ? begun - floor - ClockJumps.Since(facts.ClockJumps, floor) is var age && age > TimeSpan.Zero ? age : TimeSpan.Zero
            : null;

    private async Task<TargetCount> CountAsync(ITargetCensus target, CensusScope scope, TimeSpan? floorAge, Func<Task> between, CancellationToken cancellationToken)
    {
        try
        {
            await between().ConfigureAwait(false);
            var open = floorAge is { } age ? await target.OldTransactionsAsync(age, settings.MaxWriteLag, cancellationToken).ConfigureAwait(false) : null;
            var count = await target.CountAsync(scope, between, cancellationToken).ConfigureAwait(false);
            return count with { Obstacle = open ?? count.Obstacle };
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or ClaimLostException))
        {
            // One target that is away keeps the versions of its key type, and nothing else.
            LogFailed(logger, failure, target.Target);
            return new TargetCount(target.Target) { Obstacle = new CountObstacle(KeepReason.CensusFailed, $"it could not be counted: {failure.Message}") };
        }
    }

    [LoggerMessage(2702, LogLevel.Warning, "Target {Target} could not be counted; the versions that it may hold ciphertext of are kept")]
    private static partial void LogFailed(ILogger logger, Exception failure, string target);
}
