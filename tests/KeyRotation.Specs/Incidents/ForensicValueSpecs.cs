using KeyRotation.Incidents;

namespace KeyRotation.Specs.Incidents;

/// <summary>The same value reads the same, whichever database it is from.</summary>
public sealed class ForensicValueSpecs
{
    private static IEnumerable<TestCaseData> Values =>
    [
        new(new DateTime(2026, 11, 24, 2, 0, 0, DateTimeKind.Unspecified), "\"2026-11-24T02:00:00.000000Z\""),
        new(new DateTime(2026, 11, 24, 2, 0, 0, DateTimeKind.Utc).AddTicks(1234560), "\"2026-11-24T02:00:00.123456Z\""),
        new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.FromHours(1)), "\"2026-11-24T02:00:00.000000Z\""),
        new(new byte[] { 0, 171, 255 }, "\"00abff\""),
        new(Guid.Parse("019AB000-0000-7000-8000-000000000001"), "\"019ab000-0000-7000-8000-000000000001\""),
        new((short)7, "7"), new(7L, "7"), new(true, "true"), new(0.5, "0.5"), new(double.NaN, "\"NaN\""), new(0.5m, "0.5"), new("it's", "\"it's\""),
    ];

    [TestCaseSource(nameof(Values))]
    public void A_value_reads(object value, string json) =>
        Assert.That(ForensicValue.Of(value)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), Is.EqualTo(json));

    [Test]
    public void Null_stays_null()
    {
        Assert.That(ForensicValue.Of(null), Is.Null);
        Assert.That(ForensicValue.Of(DBNull.Value), Is.Null);
    }
}
