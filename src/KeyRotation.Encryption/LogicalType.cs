namespace KeyRotation.Encryption;

/// <summary>
/// What a context column means, whatever its storage; decides the canonical form of its values. Stored in the target
/// registry by name, never changed once data is sealed. Source: <c>docs/format.md</c>, canonical forms.
/// </summary>
public enum LogicalType
{
    /// <summary>A whole number of at most 64 bits, signed: <c>-42</c>.</summary>
#pragma warning disable CA1720 // The registry's own name for it.
    Int,
#pragma warning restore CA1720

    /// <summary>A UUID: <c>9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11</c>.</summary>
    Uuid,

    /// <summary>Text as stored, never as searched.</summary>
    Text,

    /// <summary>Text of a fixed-width column: trailing spaces (U+0020) are padding, not value.</summary>
    FixedText,

    /// <summary>A calendar date: <c>2026-01-31</c>.</summary>
    Date,

    /// <summary>A point in time, in UTC: <c>2026-01-31T23:59:59.5Z</c>.</summary>
    Instant,

    /// <summary>A wall-clock time without a zone: <c>23:59:59.5</c>, or with its date <c>2026-01-31T23:59:59.5</c>.</summary>
    LocalTime,

    /// <summary>A decimal column of scale 0, of any number of digits: <c>12345678901234567890123456789012345678</c>.</summary>
    DecimalInteger,

    /// <summary>Bytes: lower-case hex.</summary>
    Binary,

#pragma warning disable CA1069 // One meaning under two names: whoever does not care for the storage's width says this one.
    /// <summary>A whole number of any size, integer or decimal of scale 0; the same as <see cref="DecimalInteger"/>.</summary>
    WholeNumber = DecimalInteger,
#pragma warning restore CA1069
}
