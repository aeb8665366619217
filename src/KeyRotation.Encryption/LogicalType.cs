namespace KeyRotation.Encryption;

/// <summary>
/// What a context column means, whatever its storage; decides the canonical form of its values. Stored in the target
/// registry by name, never changed once data is sealed. Source: <c>docs/format.md</c>, canonical forms.
/// </summary>
public enum LogicalType
{
    /// <summary>An integer of any size, or a decimal of scale 0: <c>-42</c>.</summary>
    WholeNumber,

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

    /// <summary>Bytes: lower-case hex.</summary>
    Binary,
}
