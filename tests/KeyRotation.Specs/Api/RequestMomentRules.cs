using KeyRotation.Api.Requests;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Api;

public sealed class RequestMomentRules
{
    [TestCase("2026-11-24T06:00:00Z")]
    [TestCase("2026-11-24t06:00:00z")]
    [TestCase("2026-11-24 06:00:00Z")]
    [TestCase("2026-11-24T06:00Z")]
    [TestCase("2026-11-24T06:00:00.0000000Z")]
    [TestCase("2026-11-24T07:00:00+01:00")]
    [TestCase("2026-11-23T22:30:00-07:30")]
    public void A_moment_with_a_zone_is_read_as_UTC(string text)
    {
        Assert.That(RequestMoment.TryParse(text, out var moment), Is.True);
        Assert.That((moment, moment.Offset), Is.EqualTo((Moment.At("2026-11-24 06:00"), TimeSpan.Zero)));
    }

    [TestCase("2026-11-24T06:00:00", TestName = "Without a zone it would be a guess")]
    [TestCase("2026-11-24")]
    [TestCase("2026-02-30T06:00:00Z")]
    [TestCase("2026-11-24T24:00:00Z")]
    [TestCase("2026-11-24T06:00:61Z")]
    [TestCase("2026-11-24T06:00:00+25:00")]
    [TestCase("24.11.2026 06:00Z")]
    [TestCase("2026-11-24T06:00:00Z ")]
    [TestCase("2026-11-24T06:00:00Z\n")]
    [TestCase("tomorrow")]
    [TestCase("1764000000")]
    [TestCase("")]
    [TestCase("0001-01-01T00:00:00+14:00")]
    public void Anything_else_is_none(string text) => Assert.That(RequestMoment.TryParse(text, out _), Is.False);
}
