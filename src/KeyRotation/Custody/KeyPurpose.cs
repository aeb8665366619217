namespace KeyRotation.Custody;

/// <summary>What a key's material is for. It is bound into the wrapped record: a key never serves two purposes.</summary>
public enum KeyPurpose
{
    /// <summary>Envelopes (XAES-256-GCM).</summary>
    Encryption = 1,

    /// <summary>Signatures over messages (HMAC-SHA-256).</summary>
    Signing = 2,

    /// <summary>Seals of the audit trail (ECDSA P-256, PKCS #8).</summary>
    Audit = 3,
}
