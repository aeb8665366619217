using System.Globalization;

namespace KeyRotation.Encryption;

/// <summary>Dates and times: ISO 8601, fractions of a second without trailing zeros, at most 7 digits (100 ns).</summary>
internal static class CanonicalTime
{
    private const string DateForm = "yyyy-MM-dd";
    private const string TimeForm = "HH:mm:ss.FFFFFFF";
    private const string DateTimeForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";
    private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    // Never the lenient parsers: they complete a time with today's date, and the row would not open tomorrow.
    private static readonly string[] LocalForms =
    [
        DateTimeForm, "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm",
    ];

    private static readonly string[] TimeForms = [TimeForm, "HH:mm"];
    private static readonly string[] ZonedForms =
    [
        DateTimeForm + "'Z'", DateTimeForm + "zzz", "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz",
    ];

    internal static string Date(object value) => value switch
    {
        DateOnly date => Text(date, DateForm),
        DateTime { Kind: not DateTimeKind.Local } time => Midnight(time),
        DateTimeOffset time when time.Offset == TimeSpan.Zero => Midnight(time.DateTime),
        DateTime or DateTimeOffset => throw Zoned(LogicalType.Date, "a date without a zone, or in UTC", value),
        string text when DateOnly.TryParseExact(text, DateForm, Invariant, DateTimeStyles.None, out var date) =>
            Text(date, DateForm),
        string text when TryLocal(text, out var time) => Midnight(time),
        string text => throw CanonicalForm.WrongValue(LogicalType.Date, DateForm, text),
        _ => throw CanonicalForm.WrongType(LogicalType.Date, "DateOnly, DateTime, DateTimeOffset or text", value),
    };

    internal static string Instant(object value) => value switch
    {
        DateTime { Kind: not DateTimeKind.Local } time => Text(time, InstantForm),
        DateTime => throw Zoned(LogicalType.Instant, "a DateTime in UTC (or unspecified, taken as UTC)", value),
        DateTimeOffset time => Text(time.UtcDateTime, InstantForm),
        DateOnly date => Text(date.ToDateTime(TimeOnly.MinValue), InstantForm),
        string text when TryLocal(text, out var time) => Text(time, InstantForm),
        string text when DateTimeOffset.TryParseExact(text, ZonedForms, Invariant, DateTimeStyles.AssumeUniversal, out var time) =>
            Text(time.UtcDateTime, InstantForm),
        string text => throw CanonicalForm.WrongValue(LogicalType.Instant, "ISO 8601 with at most 7 digits of a second", text),
        _ => throw CanonicalForm.WrongType(LogicalType.Instant, "DateTime, DateTimeOffset or text", value),
    };

    internal static string Local(object value) => value switch
    {
        TimeOnly time => Text(time, TimeForm),
        TimeSpan time when time >= TimeSpan.Zero && time < TimeSpan.FromDays(1) => Text(TimeOnly.FromTimeSpan(time), TimeForm),
        TimeSpan time => throw CanonicalForm.WrongValue(
            LogicalType.LocalTime, "a time of day, from 00:00:00 to before 24:00:00", time.ToString("c", Invariant)),
        DateTime { Kind: DateTimeKind.Unspecified } time => Text(time, DateTimeForm),
        DateTime or DateTimeOffset => throw Zoned(LogicalType.LocalTime, "a time without a zone", value),
        string text when TimeOnly.TryParseExact(text, TimeForms, Invariant, DateTimeStyles.None, out var time) =>
            Text(time, TimeForm),
        string text when TryLocal(text, out var time) => Text(time, DateTimeForm),
        string text => throw CanonicalForm.WrongValue(LogicalType.LocalTime, "HH:mm:ss, with or without a date, without a zone", text),
        _ => throw CanonicalForm.WrongType(LogicalType.LocalTime, "TimeOnly, TimeSpan, unspecified DateTime or text", value),
    };

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private static string Text(IFormattable value, string form) => value.ToString(form, Invariant);

    private static bool TryLocal(string text, out DateTime time) =>
        DateTime.TryParseExact(text, LocalForms, Invariant, DateTimeStyles.None, out time);

    private static string Midnight(DateTime time) => time.TimeOfDay == TimeSpan.Zero
        ? Text(time, DateForm)
        : throw CanonicalForm.WrongValue(LogicalType.Date, "a date at midnight", Text(time, DateTimeForm));

    private static FormatException Zoned(LogicalType type, string expected, object value) => CanonicalForm.WrongValue(
        type, expected, value is DateTime { Kind: var kind } ? $"DateTime of kind {kind}" : "DateTimeOffset with its offset");
}
