using System.Text;
using CsCheck;
using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

[TestFixture]
internal sealed class CanonicalAuditEventSpecs
{
    // From the first to the last moment that a DateTimeOffset has, in ticks.
    private static readonly Gen<DateTimeOffset> AnyTime =
        Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks], Gen.Int[-14, 14]).Select((ticks, hours) =>
        {
            var utc = new DateTimeOffset(ticks, TimeSpan.Zero);
            return ticks < TimeSpan.TicksPerDay || ticks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay ? utc : utc.ToOffset(TimeSpan.FromHours(hours));
        });

    private static readonly string[] Awkward = ["", "\0", "\u2028", "\"\\/<>&'+", "zoë 😀", "\ud800", "\udc00x", "{\"a\":1}", "\r\n\t"];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.String.AlphaNumeric,
        Gen.Int[0, Awkward.Length - 1].Select(index => Awkward[index]));

    private static readonly Gen<AuditEvent> AnyEvent =
        from ids in Gen.Select(Gen.Guid, Gen.Guid.Nullable())
        from time in AnyTime
        from texts in Gen.Select(AnyText.Null(), AnyText, AnyText, AnyText.Null())
        from numbers in Gen.Select(Gen.Long.Nullable(), Gen.Int.Nullable(), Gen.Double[0, 1e9].Nullable(), Gen.Long.Nullable())
        from outcome in Gen.Enum<AuditOutcome>()
        from details in Gen.Dictionary(Gen.String.AlphaNumeric, AnyText)[0, 4]
        select new AuditEvent
        {
            EventId = ids.Item1,
            OccurredAt = time,
            KeyType = texts.Item1,
            KeyTypeSequence = numbers.Item1,
            Action = texts.Item2,
            Outcome = outcome,
            Actor = texts.Item3,
            RotationId = ids.Item2,
            KeyVersion = numbers.Item2,
            DurationSeconds = numbers.Item3,
            RecordsAffected = numbers.Item4,
            ErrorDetails = texts.Item4,
            Details = details,
        };

    [Test]
    public void Every_event_is_read_back_and_its_columns_agree_with_it() =>
        AnyEvent.Sample(
            @event =>
            {
                var read = CanonicalAuditEvent.Read(CanonicalAuditEvent.Write(@event));
                return read is not null
                    && Trail.ColumnsOf(@event).FirstDifference(read) is null
                    && read.Details.Count == @event.Details.Count
                    && @event.Details.All(detail => read.Details[detail.Key] == WithoutHalfPairs(detail.Value));
            },
            iter: 20_000);

    [Test]
    public void Random_bytes_are_no_event_and_no_exception() =>
        Gen.Byte.Array[0, 200].Sample(bytes => CanonicalAuditEvent.Read(bytes) is null, iter: 50_000);

    [Test]
    public void Every_changed_byte_gives_no_event_or_exactly_the_event_of_the_changed_bytes()
    {
        var canonical = CanonicalAuditEvent.Write(Trail.Event(7));
        Gen.Select(Gen.Int[0, canonical.Length - 1], Gen.Byte).Sample(
            (index, value) =>
            {
                var changed = canonical.ToArray();
                changed[index] = value;
                return CanonicalAuditEvent.Read(changed) is not { } read || CanonicalAuditEvent.Write(read).AsSpan().SequenceEqual(changed);
            },
            iter: 50_000);
    }

    [Test]
    public void Every_truncation_is_no_event()
    {
        var canonical = CanonicalAuditEvent.Write(Trail.Event(7));

        for (var length = 0; length < canonical.Length; length++)
            Assert.That(CanonicalAuditEvent.Read(canonical.AsMemory(0, length)), Is.Null, $"{length} bytes");
    }

    [TestCase("null")]
    [TestCase("1")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("\"text\"")]
    public void Other_JSON_is_no_event(string json) => Assert.That(Read(json), Is.Null);

    [TestCase("\"format\":1", "\"format\":2")]
    [TestCase("\"format\":1", "\"format\":1.0")]
    [TestCase("\"format\":1,", "\"format\":1, ")]
    [TestCase("\"format\":1,", "")]
    [TestCase("}}", "}}\n")]
    [TestCase("}}", "},\"more\":1}")]
    [TestCase("\"key_version\":7", "\"key_version\":7e0")]
    [TestCase("\"key_version\":7", "\"key_version\":\"7\"")]
    [TestCase("\"key_version\":7", "\"key_version\":99999999999")]
    [TestCase("\"key_version\":7", "\"key_version\":7,\"key_version\":7")]
    [TestCase("\"key_version\":7", "\"key_version\":null")]
    [TestCase("\"duration_seconds\":\"10.500000\"", "\"duration_seconds\":\"10.5\"")]
    [TestCase("\"duration_seconds\":\"10.500000\"", "\"duration_seconds\":\"1e1\"")]
    [TestCase("\"outcome\":\"success\"", "\"outcome\":\"Success\"")]
    [TestCase("\"outcome\":\"success\"", "\"outcome\":\"0\"")]
    [TestCase("\"outcome\":\"success\"", "\"outcome\":\"3\"")]
    [TestCase("\"outcome\":\"success\"", "\"outcome\":\"unknown\"")]
    [TestCase("\"actor\":\"scheduler\"", "\"actor\":\"schedul\\u0065r\"")]
    [TestCase("\"actor\":\"scheduler\"", "\"actor\":\"\\ud800\"")]
    [TestCase("\"actor\":\"scheduler\"", "\"actor\":null")]
    [TestCase("\"action\":\"rotation.completed\"", "\"action\":null")]
    [TestCase("{\"reason\":\"age\"}", "{\"reason\":null}")]
    [TestCase("{\"reason\":\"age\"}", "{\"b\":\"1\",\"a\":\"2\"}")]
    [TestCase("{\"reason\":\"age\"}", "{\"a\":\"1\",\"a\":\"1\"}")]
    [TestCase("{\"reason\":\"age\"}", "[]")]
    public void Event_that_is_written_in_another_way_is_refused(string canonical, string otherWay)
    {
        var json = Encoding.UTF8.GetString(CanonicalAuditEvent.Write(Trail.Event(7)));
        Assert.That(json, Does.Contain(canonical));

        Assert.That(Read(json.Replace(canonical, otherWay, StringComparison.Ordinal)), Is.Null);
    }

    private static string WithoutHalfPairs(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static AuditEvent? Read(string json) => CanonicalAuditEvent.Read(Encoding.UTF8.GetBytes(json));
}
