namespace KeyRotation.Policies;

/// <summary>What is kept under the keys of a key type, and so what a rotation has to move.</summary>
public enum ProtectedData
{
    /// <summary>Ciphertext in table columns: every row is encrypted again.</summary>
    Columns,

    /// <summary>Files, each under a data key of its own in its header: the header is wrapped again. Columns too.</summary>
    Files,

    /// <summary>Columns with an expiry: rows that have expired are no references to a key and are left alone.</summary>
    Sessions,

    /// <summary>Nothing is kept: messages are signed with the new version, and verified with both while the old one is in grace.</summary>
    Signatures,
}
