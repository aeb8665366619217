using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Restores;

/// <summary>Brings a version back from its escrow object, which is unwrapped and compared first; or says why it cannot be.</summary>
public sealed class EscrowedVersions(IEscrow escrow, KeyWrapping wrapping, KeyTypePolicies policies)
{
    /// <param name="type">The version's key type as the store has it.</param>
    /// <param name="version">The version.</param>
    /// <param name="now">Policy time, UTC: its grace period begins here, whatever it was before.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The version for the store, or what is wrong and what to do.</returns>
    public async Task<(KeyVersion? Version, string? Problem)> ReadAsync(KeyTypeRecord type, int version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(type, version, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One object that cannot be read holds back its own version, and neither the node nor the others.
            return (null, $"The escrow object could not be read or opened: {failure.Message}");
        }
    }

    private async Task<(KeyVersion? Version, string? Problem)> OpenAsync(KeyTypeRecord type, int version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reading = await escrow.GetAsync(type.Name, version, cancellationToken).ConfigureAwait(false);
        if (reading.Entry is not { } entry)
            return (null, reading.Problem);
        var expected = new KeyIdentity(policies.Find(type.Name)?.Purpose ?? entry.Identity.Purpose, (uint)type.KeyId, (uint)version);
        if (entry.Identity != expected)
            return (null, $"Escrow has {entry.Identity} as {type.Name} version {version}; the store expects {expected}. Key type {type.Name} was registered anew with another key id, or for another purpose: put the one that escrow names into the configuration of a store that has no version of it yet.");
        var unwrapped = await wrapping.UnwrapAsync(type.Name, expected, entry.WrappedRecord, entry.CheckValue, entry.KekId, cancellationToken).ConfigureAwait(false);
        using var material = unwrapped.Material;
        return material is null ? (null, $"The escrow object does not open. {unwrapped.Problem}") : (InGrace(entry, now), null);
    }

    /// <summary>Readable, and never the one that encrypts: it may have been compromised, rolled back or succeeded since the copy.</summary>
    private KeyVersion InGrace(EscrowEntry entry, DateTimeOffset now) => new()
    {
        KeyType = entry.KeyType,
        Version = (int)entry.Identity.Version,
        State = KeyVersionState.Grace,
        CreatedAt = entry.CreatedAt,
        GraceEndsAt = now + (policies.Find(entry.KeyType)?.GracePeriod ?? policies.All.Max(policy => policy.GracePeriod)),
        RestoredAt = now,
        KekId = entry.KekId,
        WrappedRecord = entry.WrappedRecord,
        CheckValue = entry.CheckValue,
    };
}
