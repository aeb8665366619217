using System.Globalization;
using System.Numerics;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>One value, one text, whichever database or driver it comes from. Vectors: docs/format.md.</summary>
[TestFixture]
public class CanonicalFormSpecs
{
    private static readonly object?[] Numbers =
    [
        (sbyte)42, (byte)42, (short)42, (ushort)42, 42, 42u, 42L, 42UL, 42m, 42.0m, 42.000m, new BigInteger(42), "42", "042", "+42", "0000000000000000000000042",
    ];

    [TestCaseSource(nameof(Numbers))]
    public void Whole_number_has_one_form_from_every_type(object value) => Has(LogicalType.WholeNumber, value, "42");

    private static readonly object?[] Zeroes = [0, 0L, 0m, 0.00m, -0m, -0.00m, decimal.Negate(0.0m), BigInteger.Zero, "0", "00", "-0", "+0"];

    [TestCaseSource(nameof(Zeroes))]
    public void Zero_has_no_sign(object value) => Has(LogicalType.WholeNumber, value, "0");

    private static readonly object?[][] LargeNumbers =
    [
        [long.MinValue, "-9223372036854775808"],
        [long.MaxValue, "9223372036854775807"],
        [ulong.MaxValue, "18446744073709551615"],
        [decimal.MaxValue, "79228162514264337593543950335"],
        [decimal.MinValue, "-79228162514264337593543950335"],
        [BigInteger.Pow(10, 40), "10000000000000000000000000000000000000000"],
        ["99999999999999999999999999999999999999", "99999999999999999999999999999999999999"],
        ["-007", "-7"],
    ];

    [TestCaseSource(nameof(LargeNumbers))]
    public void Large_and_negative_numbers_are_written_in_full(object value, string expected) => Has(LogicalType.WholeNumber, value, expected);

    private static readonly object?[] NoNumbers =
    [
        null, DBNull.Value, 1.0, 1f, (Half)1, 1.5m, 0.1m, true, 'a', "", " ", " 42", "42 ", "42\0", "4 2", "1,000", "1e3", "0x2a", "4.0", "--4", "+", "(4)", "\u0664\u0662", new byte[] { 42 }, Guid.Empty,
    ];

    [TestCaseSource(nameof(NoNumbers))]
    public void What_is_no_whole_number_is_refused(object? value) => Refuses(LogicalType.WholeNumber, value);

    private static readonly object?[] Uuids =
    [
        new Guid("9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11"),
        "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11",
        "9F0C7A52-3C1E-4B1A-8A56-0D2F8F7F2B11",
        "9f0c7a523c1e4b1a8a560d2f8f7f2b11",
        "{9F0C7A52-3C1E-4B1A-8A56-0D2F8F7F2B11}",
        Convert.FromHexString("9f0c7a523c1e4b1a8a560d2f8f7f2b11"),
    ];

    [TestCaseSource(nameof(Uuids))]
    public void Uuid_has_one_form_from_every_type(object value) => Has(LogicalType.Uuid, value, "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11");

    private static readonly object?[] NoUuids = [null, DBNull.Value, "", "9f0c7a52", new byte[15], new byte[17], 42, "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b1g"];

    [TestCaseSource(nameof(NoUuids))]
    public void What_is_no_uuid_is_refused(object? value) => Refuses(LogicalType.Uuid, value);

    [TestCase("")]
    [TestCase("Käse ")]
    [TestCase(" a\t")]
    [TestCase("e\u0301")]
    public void Text_stays_as_it_is_stored(string value) => Has(LogicalType.Text, value, value);

    [TestCase("ab   ", "ab")]
    [TestCase("     ", "")]
    [TestCase("  ab", "  ab")]
    [TestCase("ab\t ", "ab\t")]
    [TestCase("ab\u00a0", "ab\u00a0")]
    [TestCase("ab\u3000", "ab\u3000")]
    public void Fixed_text_loses_its_trailing_spaces_and_nothing_else(string value, string expected) => Has(LogicalType.FixedText, value, expected);

    private static readonly object?[] NoTexts = [null, DBNull.Value, 42, 'a', new byte[] { 65 }, Guid.Empty];

    [TestCaseSource(nameof(NoTexts))]
    public void What_is_no_text_is_refused(object? value)
    {
        Refuses(LogicalType.Text, value);
        Refuses(LogicalType.FixedText, value);
    }

    private static readonly object?[] Dates =
    [
        new DateOnly(2026, 3, 29), new DateTime(2026, 3, 29), new DateTime(2026, 3, 29, 0, 0, 0, DateTimeKind.Utc), "2026-03-29",
    ];

    [TestCaseSource(nameof(Dates))]
    public void Date_has_one_form_from_every_type(object value) => Has(LogicalType.Date, value, "2026-03-29");

    private static readonly object?[] NoDates =
    [
        null, DBNull.Value, new DateTime(2026, 3, 29, 0, 0, 1), new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero), "29.03.2026", "03/29/2026", "2026-3-29", "2026-02-30", " 2026-03-29", "2026-03-29 ", "", 20260329,
    ];

    [TestCaseSource(nameof(NoDates))]
    public void What_is_no_date_is_refused(object? value) => Refuses(LogicalType.Date, value);

    private static readonly object?[] Instants =
    [
        new DateTime(2026, 3, 29, 1, 2, 3, DateTimeKind.Utc).AddMilliseconds(450),
        new DateTime(2026, 3, 29, 1, 2, 3, DateTimeKind.Unspecified).AddMilliseconds(450),
        new DateTimeOffset(2026, 3, 29, 1, 2, 3, 450, TimeSpan.Zero),
        new DateTimeOffset(2026, 3, 29, 3, 2, 3, 450, TimeSpan.FromHours(2)),
        new DateTimeOffset(2026, 3, 28, 19, 32, 3, 450, TimeSpan.FromHours(-5.5)),
        "2026-03-29T01:02:03.45Z",
        "2026-03-29T01:02:03.4500000Z",
        "2026-03-29 01:02:03.45",
        "2026-03-29 01:02:03.45+00:00",
        "2026-03-29 03:02:03.45+02:00",
        "2026-03-29T03:02:03.450000+02:00",
    ];

    [TestCaseSource(nameof(Instants))]
    public void Instant_has_one_form_from_every_type(object value) => Has(LogicalType.Instant, value, "2026-03-29T01:02:03.45Z");

    private static readonly object?[][] PreciseInstants =
    [
        [new DateTime(2026, 3, 29, 1, 2, 3, DateTimeKind.Utc), "2026-03-29T01:02:03Z"],
        [new DateTime(2026, 3, 29, 0, 0, 0, DateTimeKind.Utc), "2026-03-29T00:00:00Z"],
        [new DateTime(2026, 3, 29, 1, 2, 3, DateTimeKind.Utc).AddTicks(1), "2026-03-29T01:02:03.0000001Z"],
        [new DateTime(2026, 3, 29, 1, 2, 3, DateTimeKind.Utc).AddMicroseconds(123456), "2026-03-29T01:02:03.123456Z"],
        [DateTimeOffset.MinValue, "0001-01-01T00:00:00Z"],
        [DateTimeOffset.MaxValue, "9999-12-31T23:59:59.9999999Z"],
    ];

    [TestCaseSource(nameof(PreciseInstants))]
    public void Instant_keeps_its_precision_without_trailing_zeros(object value, string expected) => Has(LogicalType.Instant, value, expected);

    private static readonly object?[] NoInstants =
    [
        null, DBNull.Value, new DateTime(2026, 3, 29, 1, 2, 3, DateTimeKind.Local), new DateOnly(2026, 3, 29), 0L, "", "now",
        "01:02:03", "29.03.2026 01:02:03", "03/04/2026 01:02:03", "Sunday, 29 March 2026", "2026-03-29T25:00:00Z", "2026-03-29T01:02:03.123456789Z", " 2026-03-29T01:02:03Z", "2026-03-29T01:02:03Z ",
    ];

    [TestCaseSource(nameof(NoInstants))]
    public void What_is_no_instant_is_refused(object? value) => Refuses(LogicalType.Instant, value);

    private static readonly object?[] LocalTimes =
    [
        new DateTime(2026, 3, 29, 1, 2, 3).AddMilliseconds(450), "2026-03-29T01:02:03.45", "2026-03-29 01:02:03.450", "2026-03-29 01:02:03.4500000",
    ];

    [TestCaseSource(nameof(LocalTimes))]
    public void Local_date_and_time_has_one_form_from_every_type(object value) => Has(LogicalType.LocalTime, value, "2026-03-29T01:02:03.45");

    private static readonly object?[] TimesOfDay =
    [
        new TimeOnly(1, 2, 3, 450), new TimeSpan(0, 1, 2, 3, 450), "01:02:03.45", "01:02:03.4500000",
    ];

    [TestCaseSource(nameof(TimesOfDay))]
    public void Time_of_day_has_one_form_from_every_type_whichever_day_it_is_read(object value) => Has(LogicalType.LocalTime, value, "01:02:03.45");

    private static readonly object?[] NoLocalTimes =
    [
        null, DBNull.Value, new DateTime(2026, 3, 29, 1, 2, 3, DateTimeKind.Utc), new DateTime(2026, 3, 29, 1, 2, 3, DateTimeKind.Local), new DateTimeOffset(2026, 3, 29, 1, 2, 3, TimeSpan.Zero),
        TimeSpan.FromDays(1), TimeSpan.FromTicks(-1), "", "2026-03-29T01:02:03Z", "2026-03-29T01:02:03+02:00", "29.03.2026 01:02:03", "03/04/2026", "1:02 AM", "24:00:00", "2026-03-29T01:02:03.123456789",
    ];

    [TestCaseSource(nameof(NoLocalTimes))]
    public void What_is_no_local_time_is_refused(object? value) => Refuses(LogicalType.LocalTime, value);

    [Test]
    public void Binary_is_lower_case_hexadecimal()
    {
        Has(LogicalType.Binary, new byte[] { 0, 0xab, 0xff }, "00abff");
        Has(LogicalType.Binary, Array.Empty<byte>(), "");
    }

    private static readonly object?[] NoBinaries = [null, DBNull.Value, "00ab", 42, Guid.Empty];

    [TestCaseSource(nameof(NoBinaries))]
    public void What_is_no_binary_is_refused(object? value) => Refuses(LogicalType.Binary, value);

    [Test]
    public void Type_that_does_not_exist_is_refused() =>
        Assert.That(() => CanonicalForm.Of((LogicalType)99, "42"), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Canonical_form_of_a_canonical_form_is_the_same([Values] LogicalType type)
    {
        var text = type switch
        {
            LogicalType.WholeNumber => "-42",
            LogicalType.Uuid => "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11",
            LogicalType.Date => "2026-03-29",
            LogicalType.Instant => "2026-03-29T01:02:03.45Z",
            LogicalType.LocalTime => "01:02:03.45",
            _ => "text",
        };
        Assume.That(type, Is.Not.EqualTo(LogicalType.Binary), "Text is not taken for bytes.");

        Has(type, text, text);
    }

    [Test]
    public void Culture_plays_no_part()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NegativeSign = "~" }, DateTimeFormat = { DateSeparator = "x", TimeSeparator = "x" } };
        try
        {
            Has(LogicalType.WholeNumber, -42, "-42");
            Has(LogicalType.WholeNumber, -42m, "-42");
            Has(LogicalType.WholeNumber, "-42", "-42");
            Has(LogicalType.Date, new DateOnly(2026, 3, 29), "2026-03-29");
            Has(LogicalType.LocalTime, new TimeOnly(1, 2, 3), "01:02:03");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Refusal_shows_no_value() =>
        Assert.That(() => CanonicalForm.Of(LogicalType.WholeNumber, "s3cret"), Throws.ArgumentException.With.Message.Not.Contains("s3cret"));

    private static void Has(LogicalType type, object value, string expected) => Assert.That(CanonicalForm.Of(type, value), Is.EqualTo(expected));

    private static void Refuses(LogicalType type, object? value) => Assert.That(() => CanonicalForm.Of(type, value), Throws.ArgumentException);
}
