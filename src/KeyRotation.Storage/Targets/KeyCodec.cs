using System.Globalization;
using System.Text.Json;
using KeyRotation.Migration;

namespace KeyRotation.Storage.Targets;

/// <summary>
/// Keys as text, for checkpoints and quarantine: a JSON array with one string a key column, which reads back to exactly the
/// value that the driver gave. Never used to compare keys: that is the database's work.
/// </summary>
internal static class KeyCodec
{
    public static string Encode(IReadOnlyList<object> key) => JsonSerializer.Serialize(key.Select(EncodePart));

    /// <exception cref="CorruptStoreException">The text is not a key of these columns.</exception>
    public static object[] Decode(string text, IReadOnlyList<KeyColumn> columns)
    {
        try
        {
            var parts = JsonSerializer.Deserialize<string[]>(text)!;
            if (parts.Length == columns.Count)
                return [.. parts.Select((part, index) => Decode(part, columns[index].ClrType))];
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or OverflowException)
        {
            throw Corrupt(text, columns);
        }
        throw Corrupt(text, columns);
    }

    public static string EncodePart(object part) => part switch
    {
        string value => value,
        byte[] value => Convert.ToHexStringLower(value),
        Guid value => value.ToString("D"),
        DateTime value => value.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset value => value.ToString("O", CultureInfo.InvariantCulture),
        DateOnly value => value.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly value => value.ToString("O", CultureInfo.InvariantCulture),
        TimeSpan value => value.ToString("c", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"A key column of type {part.GetType()} cannot be kept in a checkpoint."),
    };

    private static object Decode(string part, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => part,
        TypeCode.Byte => byte.Parse(part, CultureInfo.InvariantCulture),
        TypeCode.Int16 => short.Parse(part, CultureInfo.InvariantCulture),
        TypeCode.Int32 => int.Parse(part, CultureInfo.InvariantCulture),
        TypeCode.Int64 => long.Parse(part, CultureInfo.InvariantCulture),
        TypeCode.Decimal => decimal.Parse(part, CultureInfo.InvariantCulture),
        TypeCode.DateTime => DateTime.ParseExact(part, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        _ when type == typeof(Guid) => Guid.ParseExact(part, "D"),
        _ when type == typeof(byte[]) => Convert.FromHexString(part),
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.ParseExact(part, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        _ when type == typeof(DateOnly) => DateOnly.ParseExact(part, "O", CultureInfo.InvariantCulture),
        _ when type == typeof(TimeOnly) => TimeOnly.ParseExact(part, "O", CultureInfo.InvariantCulture),
        _ when type == typeof(TimeSpan) => TimeSpan.ParseExact(part, "c", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"A key column of type {type} cannot be read from a checkpoint."),
    };

    private static CorruptStoreException Corrupt(string text, IReadOnlyList<KeyColumn> columns) =>
        new($"The checkpoint '{text}' is not a key of ({string.Join(", ", columns.Select(column => $"{column.Name} {column.SqlType}"))}). The row of migration_range was changed by hand, or the table's key was changed.");
}
