using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Restores;

/// <summary>
/// Key ids as escrow knows them. A store that lost the registration of a key type would give it the next free id; what is sealed names
/// the one that it had.
/// </summary>
public sealed class EscrowedKeyIds(IEscrow escrow, IKeyStore keys)
{
    /// <returns>Name and key id of each key type to be registered; those without an id, which get the next free one, last.</returns>
    public async Task<IReadOnlyList<(string Name, int? KeyId)>> CompleteAsync(IReadOnlyList<KeyTypePolicy> policies, CancellationToken cancellationToken)
    {
        var registered = (await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false)).Select(type => type.Name).ToHashSet();
        var types = new List<(string Name, int? KeyId)>();
        foreach (var policy in policies)
            types.Add((policy.Name, policy.KeyId ?? (registered.Contains(policy.Name) ? null : await FindAsync(policy.Name, cancellationToken).ConfigureAwait(false))));
        return [.. types.OrderBy(type => type.KeyId is null)];
    }

    private async Task<int?> FindAsync(string keyType, CancellationToken cancellationToken)
    {
        foreach (var version in (await escrow.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false)).Reverse())
            if ((await escrow.GetAsync(keyType, version, cancellationToken).ConfigureAwait(false)).Entry is { } entry)
                return (int)entry.Identity.KeyId;
        return null;
    }
}
