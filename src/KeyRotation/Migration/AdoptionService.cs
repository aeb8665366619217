using System.Diagnostics;
using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Rotations;

namespace KeyRotation.Migration;

/// <summary>
/// Seals data that is not yet in the envelope, with the engine that migrates: batches, checkpoints, compare-and-swap, and sweeps
/// until nothing is left. Killed and called again, it goes on from the last batch.
/// </summary>
public sealed class AdoptionService(
    IAdoptionStore adoptions, IMigrationStore store, IClaimStore claims, IKeyStore keys, Consumers.IKeyRings rings, MigrationPass migration,
    RotationRequests requests, RotationService rotations, TimeProvider time)
{
    private const int MaxSweeps = 5;

    private static readonly TimeSpan FirstKeyPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstKeyTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="AdoptionException">It cannot begin, or rows keep coming that are not sealed.</exception>
    public async Task<AdoptionResult> AdoptAsync(ITargetTable table, ResealMode mode, string source, string actor, CancellationToken cancellationToken)
    {
        var target = table.Definition;
        await EnsureKeyAsync(target.KeyType, actor, cancellationToken).ConfigureAwait(false);
        if (await claims.TryTakeAsync($"adoption:{target.Name}", cancellationToken).ConfigureAwait(false) is not { } claim)
            throw new AdoptionException($"Another process adopts target {target.Name} at this moment, or was killed doing it and its claim is not over yet. Wait for Store:ClaimSeconds and run it again; it goes on from the last batch.");
        try
        {
            return await RunAsync(new Fence(claim), table, mode, source, actor, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<AdoptionResult> RunAsync(Fence fence, ITargetTable table, ResealMode mode, string source, string actor, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var target = table.Definition;
        var running = await adoptions.FindRunningAsync(target.Name, cancellationToken).ConfigureAwait(false);
        if (running is not null && running.Source != source)
            throw new AdoptionException($"An adoption of target {target.Name} from {running.Source} is not finished; this one is from {source}. Finish the first, with the same options as before.");
        var adoption = running ?? await StartAsync(fence, target, source, actor, cancellationToken).ConfigureAwait(false);

        var last = await SweepAsync(fence, adoption, table, mode, cancellationToken).ConfigureAwait(false);

        var ranges = await store.ListRangesAsync(adoption.Id, cancellationToken).ConfigureAwait(false);
        var quarantined = await store.CountQuarantinedAsync(adoption.Id, cancellationToken).ConfigureAwait(false);
        var result = new AdoptionResult(adoption.Id, quarantined == 0, running is not null, ranges.Sum(range => range.RowsRewritten), last.Ranges.Sum(range => range.RowsVerified), quarantined, clock.Elapsed);
        var now = time.GetUtcNow();
        await adoptions.EndAsync(fence, adoption, result.Succeeded, now, AdoptionEvents.Ended(adoption, result, now), cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>The first pass seals; the others seal what came meanwhile and open everything, until a pass finds nothing to seal.</summary>
    private async Task<PassProgress> SweepAsync(Fence fence, Adoption adoption, ITargetTable table, ResealMode mode, CancellationToken cancellationToken)
    {
        // Passes that were finished before are not believed: rows may have come since, so opening begins anew behind them.
        var stored = await store.ListRangesAsync(adoption.Id, cancellationToken).ConfigureAwait(false);
        var first = stored.Count == 0 ? 0 : stored.Any(range => range.Pass == stored[^1].Pass && range.FinishedAt is null) ? stored[^1].Pass : stored[^1].Pass + 1;
        var keeper = new ClaimKeeper(claims, fence);
        for (var pass = first; pass <= first + MaxSweeps; pass++)
        {
            var work = new MigrationWork(adoption.Id, adoption.KeyType, pass, RangeKind.Adopt, mode) { MayGoOnAsync = keeper.KeepAsync };
            var progress = await migration.RunAsync(fence, work, [table], cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (pass > 0 && progress.RowsLeft == 0)
                return progress;
        }
        throw new AdoptionException($"{MaxSweeps} sweeps over target {adoption.Target} found rows that were not sealed each time: an application still writes them. Let it write through the library, then run the adoption again.");
    }

    private async Task<Adoption> StartAsync(Fence fence, TargetDefinition target, string source, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var adoption = new Adoption(Guid.CreateVersion7(now), target.KeyType, target.Name, source, actor, now);
        await adoptions.StartAsync(fence, adoption, AdoptionEvents.Started(adoption), cancellationToken).ConfigureAwait(false);
        return adoption;
    }

    private async Task EnsureKeyAsync(string keyType, string actor, CancellationToken cancellationToken)
    {
        if (await HasActiveVersionAsync(keyType, cancellationToken).ConfigureAwait(false))
            return;
        await requests.OpenAsync(new PlannedRotation(keyType, RotationTrigger.NoActiveKey, "Data is adopted into a key type that has no key yet.") { SeenActive = 0 }, actor, outsideWindow: true, cancellationToken).ConfigureAwait(false);
        var progress = await rotations.RunAsync(keyType, cancellationToken).ConfigureAwait(false);
        // Nodes beside us have to read the new version first, or one of them has the rotation in hand: a matter of a second.
        var started = time.GetTimestamp();
        while (progress is RotationProgress.Waiting or RotationProgress.InHandElsewhere && time.GetElapsedTime(started) < FirstKeyTimeout)
        {
            await Task.Delay(FirstKeyPoll, time, cancellationToken).ConfigureAwait(false);
            progress = await rotations.RunAsync(keyType, cancellationToken).ConfigureAwait(false);
        }
        await rings.RefreshAsync(keyType, cancellationToken).ConfigureAwait(false);
        if (!await HasActiveVersionAsync(keyType, cancellationToken).ConfigureAwait(false))
            throw new AdoptionException($"{keyType} has no active version and its first rotation did not complete: {Describe(progress)}. Run the adoption again when it has.");
    }

    private async Task<bool> HasActiveVersionAsync(string keyType, CancellationToken cancellationToken) =>
        (await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false)).Any(version => version.State == KeyVersionState.Active);

    private static string Describe(RotationProgress progress) => progress switch
    {
        RotationProgress.Waiting waiting => $"it waits ({waiting.Hold})",
        RotationProgress.InHandElsewhere => "another process has it in hand",
        RotationProgress.Ended { Rotation.LastError: { } error } => error,
        RotationProgress.RetryScheduled { Rotation.LastError: { } error } => error,
        _ => "it has not ended",
    };
}
