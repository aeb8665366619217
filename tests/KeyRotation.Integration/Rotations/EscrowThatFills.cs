using KeyRotation.Custody;

namespace KeyRotation.Integration.Rotations;

/// <summary>An escrow that can be full: what it has it gives, and it takes nothing.</summary>
internal sealed class EscrowThatFills(IEscrow escrow) : IEscrow
{
    public bool IsFull { get; set; }

    public Task<EscrowOutcome> PutAsync(EscrowEntry entry, CancellationToken cancellationToken) =>
        IsFull ? throw new IOException("No space left on device.") : escrow.PutAsync(entry, cancellationToken);

    public Task<EscrowReading> GetAsync(string keyType, int version, CancellationToken cancellationToken) => escrow.GetAsync(keyType, version, cancellationToken);

    public Task<int?> HighestVersionAsync(string keyType, CancellationToken cancellationToken) => escrow.HighestVersionAsync(keyType, cancellationToken);

    public Task<IReadOnlyList<int>> ListVersionsAsync(string keyType, CancellationToken cancellationToken) => escrow.ListVersionsAsync(keyType, cancellationToken);

    public IAsyncEnumerable<EscrowReading> ListAsync(CancellationToken cancellationToken) => escrow.ListAsync(cancellationToken);
}
