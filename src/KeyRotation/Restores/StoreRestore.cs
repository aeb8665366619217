using KeyRotation.Claims;
using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Restores;

/// <summary>
/// Finds that the store was restored to an older copy, by comparing it with escrow, and brings back the versions that it lost
/// (docs/cluster.md, "A restored store"). One node does it; killed at any point, or run by all at once, it comes to the same.
/// </summary>
public sealed partial class StoreRestore(
    IRestoreStore store, IKeyStore keys, IEscrow escrow, EscrowedVersions escrowed, IClaimStore claims, TimeProvider time, ILogger<StoreRestore> logger)
{
    /// <summary>What one node compares and restores under.</summary>
    public const string ClaimName = "restore";

    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan InHandAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>Compares, and restores what is missing. Where nothing is, it costs a listing of escrow and two reads of the store.</summary>
    /// <returns>False: another node is at it.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if ((await LookAsync(cancellationToken).ConfigureAwait(false)).IsNothing)
            return true;
        if (await claims.TryTakeAsync(ClaimName, cancellationToken).ConfigureAwait(false) is not { } claim)
            return false;
        try
        {
            await RestoreAsync(new Fence(claim), cancellationToken).ConfigureAwait(false);
            return true;
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

    /// <summary>
    /// The same, where escrow may be away: then nothing is known, nobody is held up by it, and it is said. A rotation that creates a
    /// version fails by itself without escrow.
    /// </summary>
    public async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotCompared(logger, failure);
            return true;
        }
    }

    /// <summary>
    /// What a restore holds up: rotations of a key type whose lost version does not open. Compares anew before a rotation begins, and
    /// while something is missing. An emergency is not held: a new key must not wait for an old one.
    /// </summary>
    public async Task<RotationHold?> HoldOfAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        var lost = await FindLostAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        if (lost is null && rotation.State != RotationState.Scheduled)
            return null;
        var isDone = await TryRunAsync(cancellationToken).ConfigureAwait(false);
        if (rotation.Priority == RotationPriority.Emergency)
            return null;
        lost = await FindLostAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return lost is not null ? new RotationHold(Hold.LostVersion, time.GetUtcNow() + AgainAfter, $"The store lost version {lost.Version}, and it could not be brought back. {lost.Problem}")
            : isDone ? null
            : new RotationHold(Hold.LostVersion, time.GetUtcNow() + InHandAgainAfter, "Another node brings versions back that the store lost.");
    }

    private async Task<LostVersion?> FindLostAsync(string keyType, CancellationToken cancellationToken) =>
        (await store.ListLostAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(lost => lost.KeyType == keyType);

    private async Task<Look> LookAsync(CancellationToken cancellationToken)
    {
        var types = await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false);
        var inEscrow = new Dictionary<string, IReadOnlyList<int>>();
        foreach (var type in types)
            inEscrow.Add(type.Name, await escrow.ListVersionsAsync(type.Name, cancellationToken).ConfigureAwait(false));
        // Behind escrow: see EscrowComparison.
        var versions = await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        return new Look(types.ToDictionary(type => type.Name), EscrowComparison.Missing(inEscrow, versions), await store.ListLostAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task RestoreAsync(Fence fence, CancellationToken cancellationToken)
    {
        // The incarnation first: whatever is found missing is then of this one, or of a later one, and the change is refused.
        var incarnation = await keys.IncarnationAsync(cancellationToken).ConfigureAwait(false);
        var look = await LookAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var keeper = new ClaimKeeper(claims, fence);
        var (back, lost) = (new List<KeyVersion>(), new List<LostVersion>());
        foreach (var (keyType, number) in look.Missing)
        {
            if (!await keeper.KeepAsync(cancellationToken).ConfigureAwait(false))
                return;
            var (version, problem) = await escrowed.ReadAsync(look.Types[keyType], number, now, cancellationToken).ConfigureAwait(false);
            if (version is not null)
                back.Add(version);
            else if (look.NoteOf(keyType, number) is not { } note || note.Problem != problem)
                lost.Add(new LostVersion(keyType, number, problem!, look.NoteOf(keyType, number)?.FoundAt ?? now));
        }
        await WriteAsync(fence, look.Restore(incarnation, now, back, lost), cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(Fence fence, Restore restore, CancellationToken cancellationToken)
    {
        if (restore.IsNothing || !await store.RestoreAsync(fence, restore, RestoreEvents.Of(restore), cancellationToken).ConfigureAwait(false))
            return;
        if (restore.Next is { } next)
            LogRestored(logger, restore.Incarnation, next);
        foreach (var version in restore.Back)
            LogBack(logger, version.KeyType, version.Version, version.GraceEndsAt!.Value);
        foreach (var lost in restore.Lost)
            LogLost(logger, lost.KeyType, lost.Version, lost.Problem);
    }

    private sealed record Look(Dictionary<string, KeyTypeRecord> Types, IReadOnlyList<(string KeyType, int Version)> Missing, IReadOnlyList<LostVersion> Noted)
    {
        public bool IsNothing => Missing.Count == 0 && Noted.Count == 0;

        public LostVersion? NoteOf(string keyType, int version) => Noted.FirstOrDefault(note => note.KeyType == keyType && note.Version == version);

        public Restore Restore(Guid incarnation, DateTimeOffset now, IReadOnlyList<KeyVersion> back, IReadOnlyList<LostVersion> lost) => new()
        {
            At = now,
            Incarnation = incarnation,
            Next = Missing.Any(version => NoteOf(version.KeyType, version.Version) is null) ? Guid.NewGuid() : null,
            Back = back,
            Lost = lost,
            Over = [.. Noted.Where(note => !Missing.Contains((note.KeyType, note.Version)) || back.Any(version => version.KeyType == note.KeyType && version.Version == note.Version))],
        };
    }

    [LoggerMessage(2801, LogLevel.Warning, "The store is an older copy of itself: escrow has key versions that it lacks. Its incarnation {Former} ends, {Next} begins; consumers reload and acknowledge anew")]
    private static partial void LogRestored(ILogger logger, Guid former, Guid next);

    [LoggerMessage(2802, LogLevel.Warning, "{KeyType}: version {Version} came back from escrow, in grace until {GraceEndsAt:u}")]
    private static partial void LogBack(ILogger logger, string keyType, int version, DateTimeOffset graceEndsAt);

    [LoggerMessage(2803, LogLevel.Error, "{KeyType}: version {Version} is in escrow, not in the store, and could not be brought back; rotations of the key type wait. {Problem}")]
    private static partial void LogLost(ILogger logger, string keyType, int version, string problem);

    [LoggerMessage(2804, LogLevel.Warning, "Store and escrow could not be compared; it is tried again with the next assessment")]
    private static partial void LogNotCompared(ILogger logger, Exception failure);
}
