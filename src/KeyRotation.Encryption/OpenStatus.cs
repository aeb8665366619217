namespace KeyRotation.Encryption;

/// <summary>
/// What came of an attempt to open an envelope. Bad ciphertext is an expected outcome, never an exception.
/// Source: <c>docs/format.md</c>, reading.
/// </summary>
public enum OpenStatus
{
    /// <summary>It opened (or, where only the header was read: the header is sound).</summary>
    Opened,

    /// <summary>It ends before a whole envelope could.</summary>
    Truncated,

    /// <summary>Not an envelope, or one of a later format.</summary>
    UnknownFormat,

    /// <summary>An envelope of a suite that this reader does not know.</summary>
    UnknownSuite,

    /// <summary>An envelope with a flag that this reader does not know.</summary>
    UnknownFlags,

    /// <summary>Sealed under another key type than the ring's.</summary>
    WrongKeyType,

    /// <summary>The ring has no such version: refresh it, then ask again.</summary>
    UnknownVersion,

    /// <summary>Changed, moved to another place, or never sealed by this key.</summary>
    NotAuthentic,

    /// <summary>The version is disabled: opening is refused and has to be reported; an operator can undo it.</summary>
    Disabled,

    /// <summary>The version is retired: no online copy is left.</summary>
    Retired,
}
