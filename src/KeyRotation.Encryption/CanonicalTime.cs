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
        DateTime { Kind: not DateTimeKind.Local, TimeOfDay.Ticks: 0 } time => Text(time, DateForm),
        string text when DateOnly.TryParseExact(text, DateForm, Invariant, DateTimeStyles.None, out var date) =>
            Text(date, DateForm),
        string text when TryLocal(text, out var time) && time.TimeOfDay == TimeSpan.Zero => Text(time, DateForm),
        _ => throw CanonicalForm.Refused(LogicalType.Date, "DateOnly, DateTime at midnight and not local, or text yyyy-MM-dd", value),
    };

    internal static string Instant(object value) => value switch
    {
        DateTime { Kind: not DateTimeKind.Local } time => Text(time, InstantForm),
        DateTimeOffset time => Text(time.UtcDateTime, InstantForm),
        string text when TryLocal(text, out var time) => Text(time, InstantForm),
        string text when DateTimeOffset.TryParseExact(text, ZonedForms, Invariant, DateTimeStyles.AssumeUniversal, out var time) =>
            Text(time.UtcDateTime, InstantForm),
        _ => throw CanonicalForm.Refused(
            LogicalType.Instant, "DateTime in UTC or unspecified, DateTimeOffset, or ISO 8601 text with at most 7 digits of a second", value),
    };

    internal static string Local(object value) => value switch
    {
        TimeOnly time => Text(time, TimeForm),
        TimeSpan { Ticks: >= 0 and < TimeSpan.TicksPerDay } time => Text(TimeOnly.FromTimeSpan(time), TimeForm),
        DateTime { Kind: DateTimeKind.Unspecified } time => Text(time, DateTimeForm),
        string text when TimeOnly.TryParseExact(text, TimeForms, Invariant, DateTimeStyles.None, out var time) =>
            Text(time, TimeForm),
        string text when TryLocal(text, out var time) => Text(time, DateTimeForm),
        _ => throw CanonicalForm.Refused(
            LogicalType.LocalTime, "TimeOnly, TimeSpan below 24:00, DateTime of kind Unspecified, or text HH:mm:ss with or without a date", value),
    };

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private static string Text(IFormattable value, string form) => value.ToString(form, Invariant);

    private static bool TryLocal(string text, out DateTime time) =>
        DateTime.TryParseExact(text, LocalForms, Invariant, DateTimeStyles.None, out time);
}
