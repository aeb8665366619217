namespace KeyRotation.Rotations;

/// <summary>Whose fault it is that a command was not carried out.</summary>
public enum RefusalKind
{
    /// <summary>The command contradicts itself or asks for what is not possible.</summary>
    Invalid,

    /// <summary>What it names does not exist.</summary>
    NotFound,

    /// <summary>Who asks may not do it.</summary>
    NotAllowed,

    /// <summary>The state of things does not allow it now.</summary>
    Conflict,
}
