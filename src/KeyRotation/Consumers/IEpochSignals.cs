namespace KeyRotation.Consumers;

/// <summary>
/// Says at once that an epoch moved, where the database can (LISTEN and NOTIFY of PostgreSQL). Signals may be lost; who must not
/// miss one polls all the same.
/// </summary>
public interface IEpochSignals
{
    /// <summary>Listens until it is cancelled, or returns at once where there is nothing to listen to. Does not throw.</summary>
    /// <param name="moved">Called for each signal, and whenever some may have been missed; must return at once.</param>
    Task ListenAsync(Action moved, CancellationToken cancellationToken);
}
