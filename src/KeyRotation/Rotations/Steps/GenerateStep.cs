using KeyRotation.Custody;
using KeyRotation.Encryption;
using KeyRotation.Keys;
using KeyRotation.Restores;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// generating: creates the version, escrows it, and reads both back. The insert is the only act that creates a version; a
/// resumed step goes on with the stored record and never generates again (docs/states.md).
/// </summary>
public sealed class GenerateStep(IRotationStore rotations, IKeyStore keys, KeyWrapping wrapping, IEscrow escrow, IRestoreStore restores, TimeProvider time) : IRotationStep
{
    private static readonly TimeSpan UncopiedAgainAfter = TimeSpan.FromMinutes(1);

    public RotationState State => RotationState.Generating;

    public async Task<StepResult> RunAsync(RotationWork work, CancellationToken cancellationToken)
    {
        if (work.Rotation.ToVersion is null)
            return await CreateAsync(work, cancellationToken).ConfigureAwait(false);

        var version = await FindAsync(work.Rotation, cancellationToken).ConfigureAwait(false);
        if (await ProveAsync(work, version, cancellationToken).ConfigureAwait(false) is { } unproved)
            return unproved;
        var now = time.GetUtcNow();
        var next = work.Rotation.MovedTo(RotationState.Propagating) with { PropagatingSince = now };
        await rotations.ChangeAsync(work.Fence, work.Rotation, next, RotationEvents.Moved(work.Rotation, next, now), cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }

    private async Task<StepResult> CreateAsync(RotationWork work, CancellationToken cancellationToken)
    {
        var keyType = work.Rotation.KeyType;
        var versions = await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false);
        var inEscrow = await escrow.HighestVersionAsync(keyType, cancellationToken).ConfigureAwait(false) ?? 0;
        if (work.Rotation.Priority != RotationPriority.Emergency && EscrowComparison.Uncopied(await escrow.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false), versions) is { Count: > 0 } uncopied)
            return new StepResult.Waits(
                Hold.Dependency,
                $"Escrow, as this node has it, lacks {keyType} version {string.Join(", ", uncopied)}, which the store has. Is Escrow:Path the folder that every node has, and is it mounted? Where copies are lost, put them back from a backup; an emergency does not wait for them.",
                UncopiedAgainAfter);
        // Of one that a restore lost and that was given up nothing is left but its number, which ciphertexts may name.
        var lost = (await restores.ListLostAsync(cancellationToken).ConfigureAwait(false)).Where(version => version.KeyType == keyType).Select(version => version.Version);
        var highest = versions.Select(version => version.Version).Concat(lost).Append(inEscrow).Max();
        if (highest == int.MaxValue)
            return new StepResult.Broke($"No version number is left for {keyType}: store and escrow know version {highest}, which is the highest that there can be. It is no version of yours if others do not reach that far: take its object out of escrow, and have a database administrator delete its row in lost_version.");
        var number = highest + 1;
        var now = time.GetUtcNow();

        // Escrow and key-encryption key may be far away: between two calls the claim is kept, or given up.
        if (!await work.MayGoOnAsync(cancellationToken).ConfigureAwait(false))
            return new StepResult.Stopped();
        using var material = KeyMaterial.Generate();
        var wrapped = await wrapping.WrapAsync(Identity(work, number), material, cancellationToken).ConfigureAwait(false);
        var version = new KeyVersion
        {
            KeyType = keyType,
            Version = number,
            State = KeyVersionState.Pending,
            CreatedAt = now,
            KekId = wrapped.KekId,
            WrappedRecord = wrapped.Record,
            CheckValue = wrapped.CheckValue,
        };
        var next = work.Rotation with { ToVersion = number };
        await rotations.CreateVersionAsync(work.Fence, work.Rotation, next, version, RotationEvents.Created(next, version, now), cancellationToken).ConfigureAwait(false);
        return new StepResult.Moved(next);
    }

    /// <summary>The version is in the store, in escrow, and both open to the same material; else what the step comes to.</summary>
    private async Task<StepResult?> ProveAsync(RotationWork work, KeyVersion version, CancellationToken cancellationToken)
    {
        var identity = Identity(work, version.Version);
        var stored = await wrapping.UnwrapAsync(version.KeyType, identity, version.WrappedRecord, version.CheckValue, version.KekId, cancellationToken).ConfigureAwait(false);
        using var material = stored.Material;
        if (material is null)
            return new StepResult.Broke(stored.Problem!);

        if (!await work.MayGoOnAsync(cancellationToken).ConfigureAwait(false))
            return new StepResult.Stopped();
        var entry = new EscrowEntry(identity, version.KeyType, version.CreatedAt, await keys.IncarnationAsync(cancellationToken).ConfigureAwait(false), version.KekId, version.CheckValue, version.WrappedRecord!);
        var put = await escrow.PutAsync(entry, cancellationToken).ConfigureAwait(false);
        if (put == EscrowOutcome.Conflict)
            return new StepResult.Broke($"Escrow already holds {version.KeyType} version {version.Version} with another check value. Escrow objects are never overwritten: find out which store wrote it before anything else.");

        if (!await work.MayGoOnAsync(cancellationToken).ConfigureAwait(false))
            return new StepResult.Stopped();
        var readBack = await escrow.GetAsync(version.KeyType, version.Version, cancellationToken).ConfigureAwait(false);
        if (readBack.Entry is not { } kept)
            return new StepResult.Broke($"Escrow does not give back {version.KeyType} version {version.Version}: {readBack.Problem}");
        var escrowed = await wrapping.UnwrapAsync(version.KeyType, identity, kept.WrappedRecord, version.CheckValue, kept.KekId, cancellationToken).ConfigureAwait(false);
        using var escrowedMaterial = escrowed.Material;
        return escrowedMaterial is null ? new StepResult.Broke($"The escrow copy does not open. {escrowed.Problem}") : null;
    }

    private async Task<KeyVersion> FindAsync(Rotation rotation, CancellationToken cancellationToken)
    {
        var versions = await keys.ListVersionsAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false);
        return versions.Single(version => version.Version == rotation.ToVersion);
    }

    private static KeyIdentity Identity(RotationWork work, int version) =>
        new(work.Policy.Purpose, (uint)work.KeyType.KeyId, (uint)version);
}
