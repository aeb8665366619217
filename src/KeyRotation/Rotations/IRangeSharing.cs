namespace KeyRotation.Rotations;

/// <summary>Starts this node's share of a rotation that another node has in hand.</summary>
public interface IRangeSharing
{
    /// <summary>Asks the engine for it; a share that is asked for already is not asked for twice.</summary>
    Task TakePartAsync(RotationId rotation, CancellationToken cancellationToken);
}
