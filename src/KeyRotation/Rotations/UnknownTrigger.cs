namespace KeyRotation.Rotations;

/// <summary>A name that is none of the triggers.</summary>
/// <param name="Written">As it was written.</param>
/// <param name="Nearest">The trigger that was most likely meant.</param>
public sealed record UnknownTrigger(string Written, string Nearest)
{
    /// <summary>For the one who wrote it.</summary>
    public string Message => $"There is no trigger '{Written}'. Did you mean {Nearest}? Triggers: {string.Join(", ", RotationTriggers.Names)}.";
}
