namespace KeyRotation.Encryption;

/// <summary>What a key ring may do with a version.</summary>
public enum KeyUse
{
    /// <summary>Seals and opens: the active version.</summary>
    SealAndOpen,

    /// <summary>Opens only: a pending version, or one in grace.</summary>
    OpenOnly,

    /// <summary>A mark: opening is refused as <see cref="OpenStatus.Disabled"/>, so that the attempt can be reported.</summary>
    Disabled,

    /// <summary>A mark: opening is refused as <see cref="OpenStatus.Retired"/>; there is no material any more.</summary>
    Retired,
}
