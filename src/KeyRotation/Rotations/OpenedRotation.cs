namespace KeyRotation.Rotations;

/// <summary>What became of a request to open a rotation.</summary>
/// <param name="Opened">False when the key type had an open rotation already, or its active version is another one than the request is about.</param>
/// <param name="Id">The new rotation, or the one that was open; where <see cref="IsOutdated"/>, the one that was not opened.</param>
public sealed record OpenedRotation(bool Opened, RotationId Id)
{
    /// <summary>Another version is active by now: what was seen is over.</summary>
    public bool IsOutdated { get; init; }
}
