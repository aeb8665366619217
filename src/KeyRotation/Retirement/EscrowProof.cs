using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Retirement;

/// <summary>
/// Whether escrow still has a version. That was proved when the version was made, years ago perhaps; the store's copy is about to be
/// overwritten, and then it is the only one.
/// </summary>
public sealed class EscrowProof(IEscrow escrow, KeyWrapping wrapping, IKeyStore keys)
{
    /// <summary>Reads the copy and unwraps it against the check value. A retirement that cannot ask is put off, whatever the cause.</summary>
    /// <returns>What is wrong, for people; null = the copy opened.</returns>
    public async Task<string?> ProblemOfAsync(KeyTypePolicy policy, KeyVersion version, CancellationToken cancellationToken)
    {
        try
        {
            var type = (await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false)).Single(candidate => candidate.Name == version.KeyType);
            var reading = await escrow.GetAsync(version.KeyType, version.Version, cancellationToken).ConfigureAwait(false);
            if (reading.Entry is not { } copy)
                return $"Escrow does not give it back: {reading.Problem}";
            var identity = new KeyIdentity(policy.Purpose, (uint)type.KeyId, (uint)version.Version);
            var opened = await wrapping.UnwrapAsync(version.KeyType, identity, copy.WrappedRecord, version.CheckValue, copy.KekId, cancellationToken).ConfigureAwait(false);
            using var material = opened.Material;
            return material is null ? $"Its copy in escrow does not open. {opened.Problem}" : null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return $"Escrow could not be asked: {failure.Message}";
        }
    }
}
