namespace KeyRotation.Pauses;

/// <summary>The pauses as this process read them last: asked between batches, where nothing may be awaited. A node reads them anew each second.</summary>
public sealed class PauseBoard(IPauseStore store)
{
    private volatile PausesInForce _current = PausesInForce.None;

    public PausesInForce Current => _current;

    public async Task<PausesInForce> RefreshAsync(CancellationToken cancellationToken) =>
        _current = await store.ListAsync(cancellationToken).ConfigureAwait(false);
}
