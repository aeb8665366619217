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
    /// WholeNumber: any integer type, BigInteger, a decimal without a fraction, digits. Uuid: Guid, text in any case, 16
    /// bytes in RFC 9562 order. Text and FixedText: string. Date: DateOnly, DateTime at midnight, ISO 8601 text. Instant:
    /// DateTime (unspecified is UTC), DateTimeOffset, ISO 8601 text (without a zone is UTC). LocalTime: TimeOnly, TimeSpan
    /// of less than a day, unspecified DateTime, ISO 8601 text without a zone. Binary: bytes.
    /// </param>
    /// <exception cref="ArgumentException">The value is null, or it has no canonical form for the logical type. The message does not show it.</exception>
    public static string Of(LogicalType type, object? value) => value switch
    {
        null or DBNull => throw Refusal(type, "a value, as a context column must not be nullable", "null", nameof(value)),
        _ => type switch
        {
            LogicalType.WholeNumber => CanonicalNumber.Whole(value),
            LogicalType.Uuid => CanonicalBytes.Uuid(value),
            LogicalType.Text => CanonicalText(type, value),
            LogicalType.FixedText => CanonicalText(type, value).TrimEnd(' '),
            LogicalType.Date => CanonicalTime.Date(value),
            LogicalType.Instant => CanonicalTime.Instant(value),
            LogicalType.LocalTime => CanonicalTime.Local(value),
            LogicalType.Binary => CanonicalBytes.Binary(value),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Canonical form: unknown logical type."),
        },
    };

    // Names what came by its type and shape only: a key part may be personal data, and messages end in logs.
    internal static ArgumentException Refused(LogicalType type, string expected, object value)
    {
        var actual = value switch
        {
            string text => $"other text, of {text.Length} characters",
            DateTime { Kind: var kind } => $"{nameof(DateTime)} of kind {kind}",
            byte[] bytes => $"{bytes.Length} bytes",
            _ => value.GetType().Name,
        };
        return Refusal(type, expected, actual, nameof(value));
    }

    private static ArgumentException Refusal(LogicalType type, string expected, string actual, string parameter) =>
        new($"Canonical form of {type}: expected {expected}, got {actual}.", parameter);

    private static string CanonicalText(LogicalType type, object value) => value as string ?? throw Refused(type, "string", value);
}
