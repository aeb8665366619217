namespace KeyRotation.Encryption;

/// <summary>What a context column's value means, whatever its storage type: decides its canonical form.</summary>
public enum LogicalType
{
    /// <summary>An integer of any size, or a decimal of scale 0: decimal digits, without leading zeros or plus.</summary>
    WholeNumber,

    /// <summary>A UUID: lower case with hyphens.</summary>
    Uuid,

    /// <summary>Text, exactly as stored.</summary>
    Text,

    /// <summary>Text of a fixed length: as stored, without trailing U+0020.</summary>
    FixedText,

    /// <summary>A calendar date: <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>A moment: UTC, without trailing zeros of the fraction, <c>Z</c>.</summary>
    Instant,

    /// <summary>A date and time, or a time, without a zone.</summary>
    LocalTime,

    /// <summary>Bytes: lower-case hexadecimal.</summary>
    Binary,
}
