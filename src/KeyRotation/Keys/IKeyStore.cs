namespace KeyRotation.Keys;

/// <summary>Key types and key versions as the store has them.</summary>
public interface IKeyStore
{
    Task<IReadOnlyList<KeyTypeRecord>> ListKeyTypesAsync(CancellationToken cancellationToken);

    /// <summary>Every version of the key type, oldest first; of all key types when null.</summary>
    Task<IReadOnlyList<KeyVersion>> ListVersionsAsync(string? keyType, CancellationToken cancellationToken);

    /// <summary>The incarnation of this store (docs/cluster.md).</summary>
    Task<Guid> IncarnationAsync(CancellationToken cancellationToken);
}
