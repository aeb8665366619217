namespace KeyRotation.Custody;

/// <summary>A second place for wrapped keys, apart from the store. Objects are created and never overwritten.</summary>
public interface IEscrow
{
    Task<EscrowOutcome> PutAsync(EscrowEntry entry, CancellationToken cancellationToken);

    Task<EscrowReading> GetAsync(string keyType, int version, CancellationToken cancellationToken);

    /// <summary>The highest version of the key type that was ever put here; null when there is none.</summary>
    Task<int?> HighestVersionAsync(string keyType, CancellationToken cancellationToken);
}
