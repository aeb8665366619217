namespace KeyRotation.Encryption;

/// <summary>
/// One text for one value, whatever the storage and the driver: what a context column contributes to the encryption
/// context. Two databases that hold the same key seal into interchangeable ciphertexts.
/// Source: <c>docs/format.md</c>, canonical forms.
/// </summary>
public static class CanonicalForm
{
    /// <summary>The canonical form of a value as an ADO.NET driver returned it.</summary>
    /// <param name="type">The column's logical type.</param>
    /// <param name="value">
    /// Int: any integer type, a decimal without a fraction, digits. Uuid: Guid, text in any case, 16 bytes in RFC 9562
    /// order. Text and FixedText: string. Date: DateOnly; DateTime or DateTimeOffset at midnight; ISO 8601 text.
    /// Instant: DateTime (unspecified is UTC), DateTimeOffset, ISO 8601 text (without a zone is UTC). LocalTime: TimeOnly,
    /// TimeSpan of less than a day, unspecified DateTime, ISO 8601 text without a zone. DecimalInteger: as Int, and
    /// BigInteger. Binary: bytes.
    /// </param>
    /// <exception cref="ArgumentException">The value is null, or its .NET type has no canonical form for the logical type.</exception>
    /// <exception cref="FormatException">The .NET type fits, its content does not.</exception>
    public static string Of(LogicalType type, object? value)
    {
        if (value is null or DBNull)
        {
            throw new ArgumentNullException(
                nameof(value), $"Canonical form of {type}: expected a value, got null. A context column must not be nullable.");
        }

        return type switch
        {
            LogicalType.Int => CanonicalNumber.Int64(value),
            LogicalType.Uuid => CanonicalBytes.Uuid(value),
            LogicalType.Text => CanonicalText(type, value),
            LogicalType.FixedText => CanonicalText(type, value).TrimEnd(' '),
            LogicalType.Date => CanonicalTime.Date(value),
            LogicalType.Instant => CanonicalTime.Instant(value),
            LogicalType.LocalTime => CanonicalTime.Local(value),
            LogicalType.DecimalInteger => CanonicalNumber.DecimalInteger(value),
            LogicalType.Binary => CanonicalBytes.Binary(value),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Canonical form: unknown logical type."),
        };
    }

    internal static ArgumentException WrongType(LogicalType type, string expected, object value) =>
        new($"Canonical form of {type}: expected {expected}, got {value.GetType().Name}.", nameof(value));

    internal static FormatException WrongValue(LogicalType type, string expected, string actual) =>
        new($"Canonical form of {type}: expected {expected}, got '{(actual.Length > 64 ? actual[..64] + "..." : actual)}'.");

    private static string CanonicalText(LogicalType type, object value) =>
        value as string ?? throw WrongType(type, "string", value);
}
