namespace KeyRotation.Migration;

/// <summary>Asks other nodes to take part in a pass. A hint: who comes finds out from the store whether there is anything to do.</summary>
public interface IRangeSharing
{
    /// <param name="work">A rotation's pass.</param>
    /// <param name="free">Ranges that nobody works on.</param>
    /// <param name="held">Ranges that somebody works on, this process included.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    Task OfferAsync(MigrationWork work, int free, int held, CancellationToken cancellationToken);
}
