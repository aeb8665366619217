using KeyRotation.Keys;
using KeyRotation.Rotations;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Retirement;

/// <summary>
/// Undoes what disabled a version: by command, or because somebody tried to open something under it. It has a grace period again, as
/// long as it would have been disabled for, so that the next run does not refuse its use at once; after that its days begin anew.
/// </summary>
public sealed partial class VersionEnabling(IRetirementStore store, IKeyStore keys, RetirementSettings settings, TimeProvider time, ILogger<VersionEnabling> logger)
{
    /// <exception cref="KeyTypeUnknownException">No such key type.</exception>
    public async Task<Reply<KeyVersion>> EnableAsync(string keyType, int version, string reason, string actor, CancellationToken cancellationToken)
    {
        if (await FindAsync(keyType, version, cancellationToken).ConfigureAwait(false) is not { } found)
            return VersionRefusals.NoSuchVersion(keyType, version);
        return found.State == KeyVersionState.Disabled && await BackToGraceAsync(found, reason, actor, cancellationToken).ConfigureAwait(false) is { } enabled
            ? enabled
            : VersionRefusals.NotDisabled(await FindAsync(keyType, version, cancellationToken).ConfigureAwait(false) ?? found);
    }

    /// <summary>Sends back to grace, on every node each second, what somebody tried to open something under; one node comes first.</summary>
    public async Task AnswerAttemptsAsync(CancellationToken cancellationToken)
    {
        foreach (var attempt in await store.ListAttemptsAsync(cancellationToken).ConfigureAwait(false))
            if (await FindAsync(attempt.KeyType, attempt.Version, cancellationToken).ConfigureAwait(false) is { State: KeyVersionState.Disabled, DisabledAt: { } since } version
                && RetirementRules.IsSince(attempt, since))
                await BackToGraceAsync(version, $"{attempt.What}.", Rotation.Scheduler, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>The version as it stands then; null when it was not disabled any more.</returns>
    internal async Task<KeyVersion?> BackToGraceAsync(KeyVersion version, string why, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ends = now + settings.SoftDisableOf(version);
        var @event = RetirementEvents.Enabled(version.KeyType, version.Version, why, now, actor);
        if (!await store.BackToGraceAsync(version.KeyType, version.Version, ends, @event, cancellationToken).ConfigureAwait(false))
            return null;
        LogEnabled(logger, version.KeyType, version.Version, ends, actor, why);
        return version with { State = KeyVersionState.Grace, GraceEndsAt = ends, DisabledAt = null };
    }

    private async Task<KeyVersion?> FindAsync(string keyType, int version, CancellationToken cancellationToken) =>
        (await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false)).SingleOrDefault(candidate => candidate.Version == version);

    [LoggerMessage(2703, LogLevel.Information, "{KeyType} version {Version}: disabled -> grace until {GraceEndsAt:O}, by {Actor}. {Why}")]
    private static partial void LogEnabled(ILogger logger, string keyType, int version, DateTimeOffset graceEndsAt, string actor, string why);
}
