using System.Numerics;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>The vectors of docs/format.md, canonical forms, and what is refused.</summary>
[TestFixture]
public sealed class CanonicalValueSpecs
{
    private const string Uuid = "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11";
    private static readonly DateTime Moment = new(2026, 1, 31, 23, 59, 59, 500, DateTimeKind.Utc);

    private static IEnumerable<TestCaseData<LogicalType, object, string>> Accepted()
    {
        foreach (var value in new object[] { 42L, 42, (short)42, (byte)42, (sbyte)42, (ushort)42, 42u, 42ul, (Int128)42, new BigInteger(42), 42m, 42.00m, "42", "+42", "0042" })
        {
            yield return new(LogicalType.WholeNumber, value, "42");
        }

        yield return new(LogicalType.WholeNumber, long.MinValue, "-9223372036854775808");
        yield return new(LogicalType.WholeNumber, "-0", "0");
        yield return new(LogicalType.WholeNumber, "12345678901234567890123456789012345678", "12345678901234567890123456789012345678");
        yield return new(LogicalType.WholeNumber, -79228162514264337593543950335m, "-79228162514264337593543950335");

        foreach (var value in new object[] { Guid.Parse(Uuid), Uuid, Uuid.ToUpperInvariant(), "{" + Uuid + "}", Uuid.Replace("-", ""), Convert.FromHexString(Uuid.Replace("-", "")) })
        {
            yield return new(LogicalType.Uuid, value, Uuid);
        }

        yield return new(LogicalType.Text, " Straße ", " Straße ");
        yield return new(LogicalType.Text, "", "");
        yield return new(LogicalType.FixedText, "DE  ", "DE");
        yield return new(LogicalType.FixedText, " DE\u00a0 ", " DE\u00a0");
        yield return new(LogicalType.FixedText, "    ", "");

        foreach (var value in new object[] { new DateOnly(2026, 1, 31), new DateTime(2026, 1, 31), new DateTime(2026, 1, 31, 0, 0, 0, DateTimeKind.Utc), "2026-01-31", "2026-01-31 00:00:00", "2026-01-31T00:00:00.000" })
        {
            yield return new(LogicalType.Date, value, "2026-01-31");
        }

        yield return new(LogicalType.Date, DateOnly.MinValue, "0001-01-01");

        foreach (var value in new object[]
        {
            Moment, DateTime.SpecifyKind(Moment, DateTimeKind.Unspecified), new DateTimeOffset(Moment), new DateTimeOffset(Moment).ToOffset(TimeSpan.FromHours(14)),
            "2026-01-31T23:59:59.5Z", "2026-01-31 23:59:59.5", "2026-01-31 23:59:59.5000000", "2026-02-01T00:59:59.500+01:00", "2026-01-31 13:59:59.5-10:00",
        })
        {
            yield return new(LogicalType.Instant, value, "2026-01-31T23:59:59.5Z");
        }

        yield return new(LogicalType.Instant, new DateTime(2026, 1, 31), "2026-01-31T00:00:00Z");
        yield return new(LogicalType.Instant, Moment.AddTicks(1), "2026-01-31T23:59:59.5000001Z");

        foreach (var value in new object[] { new TimeOnly(23, 59, 59, 500), new TimeSpan(0, 23, 59, 59, 500), "23:59:59.5", "23:59:59.500000" })
        {
            yield return new(LogicalType.LocalTime, value, "23:59:59.5");
        }

        foreach (var value in new object[] { DateTime.SpecifyKind(Moment, DateTimeKind.Unspecified), "2026-01-31 23:59:59.5", "2026-01-31T23:59:59.500" })
        {
            yield return new(LogicalType.LocalTime, value, "2026-01-31T23:59:59.5");
        }

        yield return new(LogicalType.LocalTime, "08:30", "08:30:00");
        yield return new(LogicalType.LocalTime, "2026-01-31 08:30", "2026-01-31T08:30:00");
        yield return new(LogicalType.Binary, new byte[] { 0x00, 0xAB, 0xff }, "00abff");
        yield return new(LogicalType.Binary, Array.Empty<byte>(), "");
        yield return new(LogicalType.Binary, new ReadOnlyMemory<byte>([1]), "01");
    }

    private static IEnumerable<TestCaseData<LogicalType, object>> WrongTypes()
    {
        foreach (var value in new object[] { 42.0, 42f, (Half)42, true, '4', DayOfWeek.Monday, Guid.Empty })
        {
            yield return new(LogicalType.WholeNumber, value);
        }

        yield return new(LogicalType.Uuid, 42);
        yield return new(LogicalType.Text, 42);
        yield return new(LogicalType.FixedText, 'x');
        yield return new(LogicalType.Date, 20260131);
        yield return new(LogicalType.Date, new TimeOnly(1, 2));
        yield return new(LogicalType.Instant, 1769903999L);
        yield return new(LogicalType.LocalTime, 3600);
        yield return new(LogicalType.LocalTime, new DateOnly(2026, 1, 31));
        yield return new(LogicalType.Binary, Guid.Empty);
        yield return new(LogicalType.Instant, new DateOnly(2026, 1, 31));
    }

    private static IEnumerable<TestCaseData<LogicalType, object>> WrongValues()
    {
        foreach (var text in new[] { "", " 42", "42 ", "42\0", "4_2", "0x2a", "4e2", "42.5", "1,000", "\u0664\u0662", "--1", "-", "+" })
        {
            yield return new(LogicalType.WholeNumber, text);
        }

        yield return new(LogicalType.WholeNumber, 42.5m);
        yield return new(LogicalType.WholeNumber, "42.0");
        yield return new(LogicalType.WholeNumber, "42.");
        yield return new(LogicalType.WholeNumber, 0.1m);
        yield return new(LogicalType.WholeNumber, new string('9', 1025));
        yield return new(LogicalType.Uuid, "");
        yield return new(LogicalType.Uuid, " " + Uuid);
        yield return new(LogicalType.Uuid, Uuid + "0");
        yield return new(LogicalType.Uuid, "(" + Uuid + ")");
        yield return new(LogicalType.Uuid, new byte[15]);
        yield return new(LogicalType.Date, Moment);
        yield return new(LogicalType.Date, new DateTime(2026, 1, 31, 0, 0, 0, DateTimeKind.Local));
        yield return new(LogicalType.Date, new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.FromHours(1)));
        yield return new(LogicalType.Date, "2026-02-30");
        yield return new(LogicalType.Date, "31.01.2026");
        yield return new(LogicalType.Date, "2026-01-31 00:00:01");
        yield return new(LogicalType.Instant, DateTime.SpecifyKind(Moment, DateTimeKind.Local));
        yield return new(LogicalType.Instant, "2026-01-31");
        yield return new(LogicalType.Instant, "23:59:59");
        yield return new(LogicalType.Instant, "2026-01-31T23:59:59.12345678Z");
        yield return new(LogicalType.Instant, "2026-01-31T24:00:00Z");
        yield return new(LogicalType.Instant, " 2026-01-31T23:59:59Z");
        yield return new(LogicalType.LocalTime, Moment);
        yield return new(LogicalType.LocalTime, new DateTimeOffset(Moment));
        yield return new(LogicalType.LocalTime, "2026-01-31T23:59:59Z");
        yield return new(LogicalType.LocalTime, "23:59:59+01:00");
        yield return new(LogicalType.LocalTime, "8");
        yield return new(LogicalType.LocalTime, TimeSpan.FromDays(1));
        yield return new(LogicalType.LocalTime, TimeSpan.FromTicks(-1));
    }

    [TestCaseSource(nameof(Accepted))]
    public void Value_has_one_form_whatever_the_driver_returned(LogicalType type, object value, string expected) =>
        Assert.That(CanonicalForm.Of(type, value), Is.EqualTo(expected));

    [TestCaseSource(nameof(WrongTypes))]
    public void Value_of_another_type_is_refused(LogicalType type, object value) => Assert.That(
        () => CanonicalForm.Of(type, value),
        Throws.ArgumentException.With.Message.Contains("expected").And.Message.Contains($"got {value.GetType().Name}"));

    [TestCaseSource(nameof(WrongValues))]
    public void Value_that_does_not_fit_is_refused(LogicalType type, object value) => Assert.That(
        () => CanonicalForm.Of(type, value), Throws.TypeOf<ArgumentException>().With.Message.Contains("expected").And.Message.Contains("got"));

    [Test]
    public void Missing_value_is_refused([Values] LogicalType type)
    {
        Assert.That(() => CanonicalForm.Of(type, null), Throws.ArgumentException);
        Assert.That(() => CanonicalForm.Of(type, DBNull.Value), Throws.ArgumentException.With.Message.Contains("nullable"));
    }

    [Test]
    public void Unknown_type_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => CanonicalForm.Of((LogicalType)99, 1));
}
