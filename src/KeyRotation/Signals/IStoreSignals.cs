namespace KeyRotation.Signals;

/// <summary>
/// Says at once that something happened in the store, where the database can (LISTEN and NOTIFY of PostgreSQL). Signals may be lost;
/// who must not miss one polls all the same.
/// </summary>
public interface IStoreSignals
{
    /// <summary>This database says nothing: who is in a hurry polls oftener.</summary>
    bool IsSilent { get; }

    /// <summary>Listens until it is cancelled, or returns at once where there is nothing to listen to. Does not throw.</summary>
    /// <param name="signal">What to listen for.</param>
    /// <param name="heard">Called for each signal, and whenever some may have been missed; must return at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task ListenAsync(StoreSignal signal, Action heard, CancellationToken cancellationToken);
}
