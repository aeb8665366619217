using KeyRotation.Keys;

namespace KeyRotation.Restores;

/// <summary>
/// What escrow has and the store lacks. A version's row is inserted before its copy is put into escrow, and never leaves the store
/// again: so whatever is missing proves that the store is an older copy of itself. Pure.
/// </summary>
public static class EscrowComparison
{
    /// <param name="escrow">By key type the versions in escrow; read before the store, since a version that is created between the two reads is then in neither or in the store.</param>
    /// <param name="versions">The store's, of every key type.</param>
    /// <returns>By key type and version.</returns>
    public static IReadOnlyList<(string KeyType, int Version)> Missing(IReadOnlyDictionary<string, IReadOnlyList<int>> escrow, IReadOnlyList<KeyVersion> versions)
    {
        var stored = versions.Select(version => (version.KeyType, version.Version)).ToHashSet();
        return
        [
            .. escrow.SelectMany(type => type.Value.Select(version => (KeyType: type.Key, Version: version)))
                .Where(version => !stored.Contains(version))
                .OrderBy(version => version.KeyType, StringComparer.Ordinal).ThenBy(version => version.Version),
        ];
    }

    /// <summary>
    /// The other way round: what was copied before it became active, and is not there. It proves that this is another escrow than the one
    /// that the copies went to, or that copies are lost; a version that is created now would be in the wrong place. One that was never active may never
    /// have been copied, and is not missed.
    /// </summary>
    /// <param name="escrow">Versions of a key type in escrow.</param>
    /// <param name="versions">The store's, of the same key type.</param>
    public static IReadOnlyList<int> Uncopied(IReadOnlyList<int> escrow, IReadOnlyList<KeyVersion> versions) =>
    [
        .. versions.Where(version => version is { ActivatedAt: not null, State: KeyVersionState.Active or KeyVersionState.Grace or KeyVersionState.Disabled })
            .Select(version => version.Version).Except(escrow).Order(),
    ];
}
