using KeyRotation.Keys;

namespace KeyRotation.Consumers;

/// <summary>The key rings of this process, which follow the store.</summary>
public interface IKeyRings
{
    /// <summary>The ring as it stands now. It stays usable until the caller disposes the lease.</summary>
    /// <exception cref="KeyTypeUnknownException">The store has no such key type.</exception>
    KeyRingLease Borrow(string keyType);

    /// <summary>Reads the ring anew and acknowledges it, without waiting for the next poll.</summary>
    Task RefreshAsync(string keyType, CancellationToken cancellationToken);
}
