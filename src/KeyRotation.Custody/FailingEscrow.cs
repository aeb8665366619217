using KeyRotation.Faults;

namespace KeyRotation.Custody;

/// <summary>An escrow with failpoints on both sides of its put. Composed only where a test set some.</summary>
public sealed class FailingEscrow : IEscrow
{
    private readonly IEscrow _escrow;
    private readonly Failpoints _failpoints;

    private FailingEscrow(IEscrow escrow, Failpoints failpoints)
    {
        _escrow = escrow;
        _failpoints = failpoints;
    }

    public static IEscrow Around(IEscrow escrow, Failpoints failpoints) => failpoints.AreSet ? new FailingEscrow(escrow, failpoints) : escrow;

    public async Task<EscrowOutcome> PutAsync(EscrowEntry entry, CancellationToken cancellationToken)
    {
        _failpoints.Reach(FailpointNames.Before(FailpointNames.EscrowPut));
        var outcome = await _escrow.PutAsync(entry, cancellationToken).ConfigureAwait(false);
        _failpoints.Reach(FailpointNames.After(FailpointNames.EscrowPut));
        return outcome;
    }

    public Task<EscrowReading> GetAsync(string keyType, int version, CancellationToken cancellationToken) => _escrow.GetAsync(keyType, version, cancellationToken);

    public Task<int?> HighestVersionAsync(string keyType, CancellationToken cancellationToken) => _escrow.HighestVersionAsync(keyType, cancellationToken);

    public Task<IReadOnlyList<int>> ListVersionsAsync(string keyType, CancellationToken cancellationToken) => _escrow.ListVersionsAsync(keyType, cancellationToken);

    public IAsyncEnumerable<EscrowReading> ListAsync(CancellationToken cancellationToken) => _escrow.ListAsync(cancellationToken);
}
