namespace KeyRotation.Migration;

/// <summary>What the batches of a range do with what they find.</summary>
public enum RangeKind
{
    /// <summary>Reseal older versions; what is current is left to the verifying pass.</summary>
    Migrate,

    /// <summary>Open every ciphertext, and reseal what late writers left behind.</summary>
    Verify,

    /// <summary>Seal what is not in the envelope. Only the process that adopts knows how; no other takes part.</summary>
    Adopt,
}
