namespace KeyRotation.Encryption;

/// <summary>What came of verifying a signature.</summary>
public enum SignatureStatus
{
    /// <summary>The message was signed with a version that the ring holds.</summary>
    Valid,

    /// <summary>It is no signature of this format.</summary>
    UnknownFormat,

    /// <summary>It names the key of another key type.</summary>
    WrongKeyType,

    /// <summary>It names a version that the ring does not hold.</summary>
    UnknownVersion,

    /// <summary>The message or the signature was changed.</summary>
    NotAuthentic,
}
