using KeyRotation.Keys;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Retirement;

/// <summary>
/// Marks a version that encrypts no more compromised: one whose copy turns up years later, or that lost its mark in a restore. Its grace period is
/// over, it goes after the shorter time that compromised versions have, and what turns up under it late is not taken for genuine
/// (docs/decisions/0012).
/// </summary>
public sealed partial class VersionCompromise(IRetirementStore store, IKeyStore keys, TimeProvider time, ILogger<VersionCompromise> logger)
{
    /// <summary>One that is marked already is answered as it stands.</summary>
    /// <exception cref="KeyTypeUnknownException">No such key type.</exception>
    public async Task<Reply<KeyVersion>> MarkAsync(string keyType, int version, string reason, string actor, CancellationToken cancellationToken)
    {
        if (await FindAsync(keyType, version, cancellationToken).ConfigureAwait(false) is not { } found)
            return VersionRefusals.NoSuchVersion(keyType, version);
        var now = time.GetUtcNow();
        if (found.CompromisedAt is null && await store.MarkCompromisedAsync(keyType, version, now, RetirementEvents.Compromised(keyType, version, reason, now, actor), cancellationToken).ConfigureAwait(false))
        {
            LogMarked(logger, keyType, version, actor, reason);
            return found with { CompromisedAt = now, GraceEndsAt = found.State == KeyVersionState.Grace ? now : found.GraceEndsAt };
        }
        var standing = await FindAsync(keyType, version, cancellationToken).ConfigureAwait(false) ?? found;
        return standing.CompromisedAt is not null ? standing : VersionRefusals.NotSucceeded(standing);
    }

    private async Task<KeyVersion?> FindAsync(string keyType, int version, CancellationToken cancellationToken) =>
        (await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false)).SingleOrDefault(candidate => candidate.Version == version);

    [LoggerMessage(2705, LogLevel.Warning, "{KeyType} version {Version} is marked compromised by {Actor}. {Reason}")]
    private static partial void LogMarked(ILogger logger, string keyType, int version, string actor, string reason);
}
