namespace KeyRotation.Rotations;

/// <summary>A name that is none of the triggers.</summary>
/// <param name="Written">As it was written.</param>
/// <param name="Suggestion">The trigger that was most likely meant, or all of them.</param>
public sealed record UnknownTrigger(string Written, string Suggestion)
{
    /// <summary>For the one who wrote it.</summary>
    public string Message => $"There is no trigger '{Written}'. {Suggestion}";
}
