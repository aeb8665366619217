using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

public sealed class AuditPlaceRules
{
    [Test]
    public void A_place_is_read_as_it_was_written()
    {
        var place = new AuditPlace(Utc.At("2026-06-01 12:00:00").AddTicks(1234560), 7, 123_456_789_012);

        Assert.That(AuditPlace.Parse(place.ToString()), Is.EqualTo(place));
    }

    [TestCase("")]
    [TestCase("1.2")]
    [TestCase("1.2.3.4")]
    [TestCase("-1.2.3")]
    [TestCase("a.2.3")]
    [TestCase("1.-2.3")]
    [TestCase("1.2.-3")]
    [TestCase("9223372036854775807.2.3")]
    [TestCase("1.99999999999.3")]
    public void What_is_no_place_is_none(string text) => Assert.That(AuditPlace.Parse(text), Is.Null);
}
