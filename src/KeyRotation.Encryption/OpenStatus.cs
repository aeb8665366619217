namespace KeyRotation.Encryption;

/// <summary>What came of opening a ciphertext. A bad ciphertext is an outcome, never an exception.</summary>
public enum OpenStatus
{
    /// <summary>The plaintext is there.</summary>
    Opened,

    /// <summary>It begins like an envelope and is shorter than one can be.</summary>
    Truncated,

    /// <summary>It is no envelope, or of a format that this version does not know.</summary>
    UnknownFormat,

    /// <summary>The cipher suite is not known.</summary>
    UnknownSuite,

    /// <summary>A flag is set that this version does not know.</summary>
    UnknownFlags,

    /// <summary>It names the key of another key type.</summary>
    WrongKeyType,

    /// <summary>It names a version that the ring does not hold.</summary>
    UnknownVersion,

    /// <summary>It was changed, or it was sealed for another place; the two cannot be told apart.</summary>
    NotAuthentic,

    /// <summary>Its version is disabled: decryption is refused until it is retired or enabled again.</summary>
    Disabled,

    /// <summary>Its version is retired: no online copy of the key is left.</summary>
    Retired,
}
