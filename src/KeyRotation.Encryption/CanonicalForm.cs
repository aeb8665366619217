using System.Globalization;
using System.Numerics;

namespace KeyRotation.Encryption;

/// <summary>
/// The one text of a context column's value, whichever database or driver it comes from. Rules and vectors: <c>docs/format.md</c>.
/// </summary>
public static class CanonicalForm
{
    private const string TimeForm = "HH:mm:ss.FFFFFFF";
    private const string SecondsForm = $"yyyy-MM-dd'T'{TimeForm}";

    // Exact forms only: a lenient parse takes 10:00 for that time of today, and tomorrow the ciphertext does not open.
    private static readonly string[] InstantForms = [$"{SecondsForm}K", $"yyyy-MM-dd {TimeForm}K"];
    private static readonly string[] LocalForms = [SecondsForm, $"yyyy-MM-dd {TimeForm}"];

    /// <summary>The canonical form of a value.</summary>
    /// <param name="type">The column's logical type.</param>
    /// <param name="value">As a database driver, or an application, has it.</param>
    /// <exception cref="ArgumentException">The value is null, or is none of this type.</exception>
    public static string Of(LogicalType type, object? value) => type switch
    {
        LogicalType.WholeNumber => WholeNumber(value),
        LogicalType.Uuid => Uuid(value),
        LogicalType.Text => value as string ?? throw Refused(type, value),
        LogicalType.FixedText => value is string text ? text.TrimEnd(' ') : throw Refused(type, value),
        LogicalType.Date => Date(value),
        LogicalType.Instant => Instant(value),
        LogicalType.LocalTime => LocalTime(value),
        LogicalType.Binary => value is byte[] bytes ? Convert.ToHexStringLower(bytes) : throw Refused(type, value),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No canonical form for this logical type."),
    };

    private static string WholeNumber(object? value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        decimal number when decimal.Truncate(number) == number => decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture),
        // Number parsing passes over trailing NULs.
        string text when !text.EndsWith('\0') && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => throw Refused(LogicalType.WholeNumber, value),
    };

    private static string Uuid(object? value) => value switch
    {
        Guid guid => guid.ToString("D"),
        string text when Guid.TryParse(text, out var guid) => guid.ToString("D"),
        byte[] { Length: 16 } bytes => new Guid(bytes, bigEndian: true).ToString("D"),
        _ => throw Refused(LogicalType.Uuid, value),
    };

    private static string Date(object? value) => value switch
    {
        DateOnly date => Text(date),
        DateTime { TimeOfDay.Ticks: 0 } moment => Text(DateOnly.FromDateTime(moment)),
        string text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => Text(date),
        _ => throw Refused(LogicalType.Date, value),
    };

    private static string Instant(object? value) => value switch
    {
        DateTimeOffset moment => Utc(moment.UtcDateTime),
        DateTime { Kind: DateTimeKind.Utc } moment => Utc(moment),
        string text when DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) => Utc(moment.UtcDateTime),
        _ => throw Refused(LogicalType.Instant, value),
    };

    private static string LocalTime(object? value) => value switch
    {
        DateTime { Kind: DateTimeKind.Unspecified } moment => moment.ToString(SecondsForm, CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString(TimeForm, CultureInfo.InvariantCulture),
        TimeSpan { Ticks: >= 0 and < TimeSpan.TicksPerDay } time => TimeOnly.FromTimeSpan(time).ToString(TimeForm, CultureInfo.InvariantCulture),
        string text when DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) => moment.ToString(SecondsForm, CultureInfo.InvariantCulture),
        string text when TimeOnly.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => time.ToString(TimeForm, CultureInfo.InvariantCulture),
        _ => throw Refused(LogicalType.LocalTime, value),
    };

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Utc(DateTime moment) => $"{moment.ToString(SecondsForm, CultureInfo.InvariantCulture)}Z";

    private static ArgumentException Refused(LogicalType type, object? value) =>
        new($"A context column of type {type} was given {(value is null or DBNull ? "no value" : $"a value of type {value.GetType().Name}")}, which has no canonical form there. A context column is never null, never floating point and never has a fraction.", nameof(value));
}
