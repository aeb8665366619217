using KeyRotation.Claims;
using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Nodes;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Restores;

/// <summary>
/// Finds that the store was restored to an older copy, by comparing it with escrow, and brings back the versions that it lost
/// (docs/cluster.md, "A restored store"). One node does it; killed at any point, or run by all at once, it comes to the same.
/// </summary>
public sealed partial class StoreRestore(
    IRestoreStore store, IKeyStore keys, IEscrow escrow, EscrowedVersions escrowed, IClaimStore claims, INodeStore nodes, TimeProvider time, ILogger<StoreRestore> logger)
{
    /// <summary>What one node compares and restores under.</summary>
    public const string ClaimName = "restore";

    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan InHandAgainAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClaimPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Compares, restores what is missing, and returns when that is done, by this node or by another one: whoever loads a ring behind it finds
    /// everything in it. Where nothing is missing, it costs a listing of escrow and two reads of the store.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!await RunOnceAsync(cancellationToken).ConfigureAwait(false))
            await Task.Delay(ClaimPoll, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same, where escrow may be away: then nothing is known, and it is said.</summary>
    /// <returns>False: store and escrow could not be compared.</returns>
    public async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotCompared(logger, failure);
            return false;
        }
    }

    /// <summary>
    /// What a restore holds up: rotations of a key type whose lost version does not open. Compares anew before a rotation begins, and
    /// while something is missing. An emergency is not held: a new key must not wait for an old one. Nor is anything where escrow is away: a
    /// rotation that creates a version fails by itself then.
    /// </summary>
    public async Task<RotationHold?> HoldOfAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        var isBeginning = rotation.State == RotationState.Scheduled;
        if (!isBeginning && (rotation.Priority == RotationPriority.Emergency || await FindLostAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false) is null))
            return null;
        var isDone = await TryRunOnceAsync(cancellationToken).ConfigureAwait(false);
        if (rotation.Priority == RotationPriority.Emergency)
            return null;
        var lost = await FindLostAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return lost is not null ? new RotationHold(Hold.LostVersion, time.GetUtcNow() + AgainAfter, $"The store lost version {lost.Version}, and it could not be brought back. {lost.Problem}")
            : isDone ? null
            : new RotationHold(Hold.LostVersion, time.GetUtcNow() + InHandAgainAfter, "Another node brings versions back that the store lost.");
    }

    private async Task<bool> TryRunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunOnceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotCompared(logger, failure);
            return true;
        }
    }

    /// <returns>False: another node is at it, or was meanwhile.</returns>
    private async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if ((await LookAsync(cancellationToken).ConfigureAwait(false)).IsNothing)
            return true;
        if (await claims.TryTakeAsync(ClaimName, cancellationToken).ConfigureAwait(false) is not { } claim)
            return false;
        try
        {
            return await RestoreAsync(new Fence(claim), cancellationToken).ConfigureAwait(false);
        }
        catch (ClaimLostException)
        {
            return false;
        }
        finally
        {
            await claims.ReleaseAsync(claim, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<LostVersion?> FindLostAsync(string keyType, CancellationToken cancellationToken) =>
        (await store.ListLostAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(lost => lost.KeyType == keyType && lost.GivenUpAt is null);

    private async Task<RestoreLook> LookAsync(CancellationToken cancellationToken)
    {
        var types = await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false);
        var inEscrow = new Dictionary<string, IReadOnlyList<int>>();
        foreach (var type in types)
            inEscrow.Add(type.Name, await escrow.ListVersionsAsync(type.Name, cancellationToken).ConfigureAwait(false));
        // Behind escrow: see EscrowComparison.
        var versions = await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        return new RestoreLook(EscrowComparison.Missing(inEscrow, versions), versions.Select(version => (version.KeyType, version.Version)).ToHashSet(), await store.ListLostAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> RestoreAsync(Fence fence, CancellationToken cancellationToken)
    {
        // The incarnation first: whatever is found missing is then of this one, or of a later one, and the change is refused.
        var incarnation = await keys.IncarnationAsync(cancellationToken).ConfigureAwait(false);
        var look = await LookAsync(cancellationToken).ConfigureAwait(false);
        var types = (await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(type => type.Name);
        var now = await LaterNowAsync(cancellationToken).ConfigureAwait(false);
        var keeper = new ClaimKeeper(claims, fence);
        var (back, lost) = (new List<KeyVersion>(), new List<LostVersion>());
        foreach (var (keyType, number) in look.Missing)
        {
            if (!await keeper.KeepAsync(cancellationToken).ConfigureAwait(false))
                return false;
            var (version, problem) = await escrowed.ReadAsync(types[keyType], number, now, cancellationToken).ConfigureAwait(false);
            if (version is not null)
                back.Add(version);
            else
                lost.Add(new LostVersion(keyType, number, problem!, look.NoteOf(keyType, number)?.FoundAt ?? now));
        }
        return await WriteAsync(fence, look.Restore(incarnation, Guid.NewGuid(), now, back, lost), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A clock that is behind would end grace periods that begin now before their time; too long costs nothing.</summary>
    private async Task<DateTimeOffset> LaterNowAsync(CancellationToken cancellationToken)
    {
        var database = await nodes.ClockAsync(cancellationToken).ConfigureAwait(false);
        var here = time.GetUtcNow();
        return here > database ? here : database;
    }

    private async Task<bool> WriteAsync(Fence fence, Restore restore, CancellationToken cancellationToken)
    {
        if (restore.IsNothing)
            return true;
        if (!await store.RestoreAsync(fence, restore, RestoreEvents.Of(restore), cancellationToken).ConfigureAwait(false))
            return false;
        if (restore.Next is { } next)
            LogRestored(logger, restore.Incarnation, next);
        foreach (var version in restore.Back)
            LogBack(logger, version.KeyType, version.Version, version.GraceEndsAt!.Value);
        foreach (var lost in restore.Lost)
            LogLost(logger, lost.KeyType, lost.Version, lost.Problem);
        foreach (var given in restore.GivenUp)
            LogGivenUp(logger, given.KeyType, given.Version);
        return true;
    }

    [LoggerMessage(2801, LogLevel.Warning, "The store is an older copy of itself: escrow has key versions that it lacks. Its incarnation {Former} ends, {Next} begins; consumers reload and acknowledge anew")]
    private static partial void LogRestored(ILogger logger, Guid former, Guid next);

    [LoggerMessage(2802, LogLevel.Warning, "{KeyType}: version {Version} came back from escrow, in grace until {GraceEndsAt:u}")]
    private static partial void LogBack(ILogger logger, string keyType, int version, DateTimeOffset graceEndsAt);

    [LoggerMessage(2803, LogLevel.Error, "{KeyType}: version {Version} is in escrow, not in the store, and could not be brought back; rotations of the key type wait. {Problem}")]
    private static partial void LogLost(ILogger logger, string keyType, int version, string problem);

    [LoggerMessage(2804, LogLevel.Warning, "Store and escrow could not be compared; it is tried again with the next assessment")]
    private static partial void LogNotCompared(ILogger logger, Exception failure);

    [LoggerMessage(2805, LogLevel.Warning, "{KeyType}: version {Version}, which the store lost, is not in escrow any more and was given up; nothing waits for it. Its number is not used again")]
    private static partial void LogGivenUp(ILogger logger, string keyType, int version);
}
