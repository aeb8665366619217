namespace KeyRotation.Encryption;

/// <summary>What came of verifying a signature. A bad signature is an expected outcome, never an exception.</summary>
public enum SignatureStatus
{
    /// <summary>The message is what the key's holder signed.</summary>
    Valid,

    /// <summary>Not a signature of this format: wrong length or beginning.</summary>
    UnknownFormat,

    /// <summary>Made under another key type than the ring's.</summary>
    WrongKeyType,

    /// <summary>The ring has no such version: refresh it, then ask again.</summary>
    UnknownVersion,

    /// <summary>Message or signature was changed, or the signature was never made by this key.</summary>
    NotAuthentic,

    /// <summary>The version is disabled: its signatures are refused.</summary>
    Disabled,

    /// <summary>The version is retired: no online copy is left.</summary>
    Retired,
}
