using KeyRotation.Policies;

namespace KeyRotation.Specs.Policies;

public sealed class KeyAgeSpecs
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(90);

    [TestCase("2026-01-01 00:00:00", false, false, TestName = "A_key_activated_this_moment_is_not_due")]
    [TestCase("2026-03-31 23:59:59.9999999", false, false, TestName = "One_tick_before_its_interval_a_key_is_not_due")]
    [TestCase("2026-04-01 00:00:00", true, false, TestName = "At_exactly_100_percent_a_key_is_due")]
    [TestCase("2026-05-15 23:59:59.9999999", true, false, TestName = "One_tick_before_150_percent_a_key_is_due_and_no_more")]
    [TestCase("2026-05-16 00:00:00", true, false, TestName = "At_exactly_150_percent_a_key_is_not_yet_severely_overdue")]
    [TestCase("2026-05-16 00:00:00.0000001", true, true, TestName = "One_tick_above_150_percent_a_key_is_severely_overdue")]
    [TestCase("2027-01-01 00:00:00", true, true, TestName = "Long_after_150_percent_a_key_is_severely_overdue")]
    public void A_key_is_due_at_its_interval_and_severely_overdue_beyond_150_percent(string now, bool isDue, bool isSevere)
    {
        var age = KeyAge.Of(Utc.At("2026-01-01"), Interval, Utc.At(now));

        Assert.That((age.IsDue, age.IsSeverelyOverdue), Is.EqualTo((isDue, isSevere)));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(30)]
    [TestCase(365)]
    [TestCase(3650)]
    public void The_edges_are_exact_to_the_tick_for_every_interval(int days)
    {
        var activated = Utc.At("2026-01-01");
        var interval = TimeSpan.FromDays(days);
        var tick = TimeSpan.FromTicks(1);

        Assert.That(KeyAge.Of(activated, interval, activated + interval - tick).IsDue, Is.False);
        Assert.That(KeyAge.Of(activated, interval, activated + interval).IsDue, Is.True);
        Assert.That(KeyAge.Of(activated, interval, activated + (interval * 1.5)).IsSeverelyOverdue, Is.False);
        Assert.That(KeyAge.Of(activated, interval, activated + (interval * 1.5) + tick).IsSeverelyOverdue, Is.True);
    }

    [Test]
    public void A_key_activated_in_the_future_by_a_clock_that_was_set_back_is_not_due() =>
        Assert.That(KeyAge.Of(Utc.At("2026-01-02"), Interval, Utc.At("2026-01-01")).IsDue, Is.False);

    [Test]
    public void Its_age_and_ratio_count_from_the_activation() =>
        Assert.That(KeyAge.Of(Utc.At("2026-01-01"), Interval, Utc.At("2026-02-15")), Is.EqualTo(new KeyAge(TimeSpan.FromDays(45), 0.5)));
}
