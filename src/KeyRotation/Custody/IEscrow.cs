namespace KeyRotation.Custody;

/// <summary>A second place for wrapped keys, apart from the store. Objects are created and never overwritten.</summary>
public interface IEscrow
{
    /// <summary>Creates the object, flushed, unless one is there; safe with other processes putting the same version.</summary>
    Task<EscrowOutcome> PutAsync(EscrowEntry entry, CancellationToken cancellationToken);

    Task<EscrowReading> GetAsync(string keyType, int version, CancellationToken cancellationToken);

    /// <summary>The highest version of the key type that was ever put here; null when there is none.</summary>
    Task<int?> HighestVersionAsync(string keyType, CancellationToken cancellationToken);

    /// <summary>Every version of the key type that was ever put here, ascending, by its name alone: a damaged object counts as well.</summary>
    Task<IReadOnlyList<int>> ListVersionsAsync(string keyType, CancellationToken cancellationToken);

    /// <summary>Everything that is here, by key type and version; a damaged object is given as what is wrong with it.</summary>
    IAsyncEnumerable<EscrowReading> ListAsync(CancellationToken cancellationToken);
}
