using KeyRotation.Client;
using KeyRotation.Consumers;

namespace KeyRotation.Specs.Client;

[TestFixture]
public sealed class RingFreshnessSpecs
{
    private static readonly TimeSpan MaxOffline = TimeSpan.FromHours(24);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private TwoClocks _time = null!;
    private RingFreshness _freshness = null!;

    [SetUp]
    public void Load_a_ring()
    {
        _time = new TwoClocks();
        _freshness = new RingFreshness("token_encryption", ClockReading.Of(_time), MaxOffline, _time);
    }

    [Test]
    public void Ring_seals_until_it_was_not_refreshed_for_max_offline()
    {
        _time.Advance(MaxOffline);
        Assert.That(_freshness.Require, Throws.Nothing);

        _time.Advance(Moment);
        Assert.That(_freshness.Require, Throws.TypeOf<KeyRingStaleException>());
    }

    [Test]
    public void Machine_that_slept_counts_the_time_by_its_wall_clock()
    {
        _time.Wall += MaxOffline + Moment;

        Assert.That(_freshness.Require, Throws.TypeOf<KeyRingStaleException>());
    }

    [Test]
    public void Wall_clock_that_was_set_back_does_not_lengthen_the_time()
    {
        _time.Advance(MaxOffline + Moment);
        _time.Wall -= TimeSpan.FromDays(365);

        Assert.That(_freshness.Require, Throws.TypeOf<KeyRingStaleException>());
    }

    [Test]
    public void Refresh_lets_the_ring_seal_again()
    {
        _time.Advance(MaxOffline + Moment);
        _freshness.Confirm(ClockReading.Of(_time));

        Assert.That(_freshness.Require, Throws.Nothing);
        Assert.That(_freshness.Age, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Refresh_counts_from_before_the_store_was_asked()
    {
        var began = ClockReading.Of(_time);
        _time.Advance(TimeSpan.FromSeconds(40));
        _freshness.Confirm(began);

        Assert.That(_freshness.Age, Is.EqualTo(TimeSpan.FromSeconds(40)));
    }

    [Test]
    public void Refusal_says_when_the_last_refresh_was()
    {
        _time.Advance(TimeSpan.FromHours(25.5));

        Assert.That(_freshness.Require, Throws.TypeOf<KeyRingStaleException>()
            .With.Property(nameof(KeyRingStaleException.RefreshedAt)).EqualTo(Utc.At("2026-01-01T00:00"))
            .And.Property(nameof(KeyRingStaleException.Age)).EqualTo(TimeSpan.FromHours(25.5))
            .And.Message.StartsWith("The key ring of token_encryption was last refreshed at 2026-01-01T00:00:00Z, 25.5 h ago; expected at most 24 h"));
    }
}
