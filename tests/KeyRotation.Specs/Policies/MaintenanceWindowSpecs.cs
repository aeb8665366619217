using KeyRotation.Policies;

namespace KeyRotation.Specs.Policies;

public sealed class MaintenanceWindowSpecs
{
    private static readonly MaintenanceWindow Default = new();
    private static readonly MaintenanceWindow OverMidnight = new(22, 8);
    private static readonly MaintenanceWindow Always = new(2, 24);

    [Test]
    public void By_default_it_is_open_from_two_to_six() =>
        Assert.That((Default.StartHourUtc, Default.DurationHours), Is.EqualTo((2, 4)));

    [TestCase("2026-03-01 01:59:59", false)]
    [TestCase("2026-03-01 02:00:00", true)]
    [TestCase("2026-03-01 02:00:01", true)]
    [TestCase("2026-03-01 05:59:59", true)]
    [TestCase("2026-03-01 05:59:59.9999999", true)]
    [TestCase("2026-03-01 06:00:00", false)]
    [TestCase("2026-03-01 14:00:00", false)]
    [TestCase("2026-03-01 00:00:00", false)]
    public void It_contains_its_opening_second_and_not_its_closing_second(string now, bool isOpen) =>
        Assert.That(Default.Contains(Utc.At(now)), Is.EqualTo(isOpen));

    [TestCase("2026-03-01 21:59:59", false)]
    [TestCase("2026-03-01 22:00:00", true)]
    [TestCase("2026-03-01 23:59:59", true)]
    [TestCase("2026-03-02 00:00:00", true)]
    [TestCase("2026-03-02 05:59:59", true)]
    [TestCase("2026-03-02 06:00:00", false)]
    public void It_may_cross_midnight(string now, bool isOpen) =>
        Assert.That(OverMidnight.Contains(Utc.At(now)), Is.EqualTo(isOpen));

    [TestCase("2026-12-31 23:30:00")]
    [TestCase("2027-01-01 00:30:00")]
    [TestCase("2028-02-29 00:30:00")]
    public void It_crosses_the_end_of_a_year_and_a_leap_day_too(string now) =>
        Assert.That(new MaintenanceWindow(23, 2).Contains(Utc.At(now)), Is.True);

    [Test]
    public void A_window_that_ends_at_midnight_is_closed_at_midnight()
    {
        var window = new MaintenanceWindow(20, 4);

        Assert.That(window.Contains(Utc.At("2026-03-01 23:59:59")), Is.True);
        Assert.That(window.Contains(Utc.At("2026-03-02 00:00:00")), Is.False);
    }

    [Test]
    public void Twenty_three_hours_leave_one_hour_closed()
    {
        var window = new MaintenanceWindow(2, 23);

        Assert.That(Enumerable.Range(0, 24).Where(hour => !window.Contains(Utc.At("2026-03-01").AddHours(hour))), Is.EqualTo(new[] { 1 }));
    }

    [TestCase("2026-03-01 01:59:59")]
    [TestCase("2026-03-01 02:00:00")]
    [TestCase("2026-03-01 23:59:59")]
    public void Twenty_four_hours_are_always_open_and_never_close(string now)
    {
        Assert.That(Always.IsAlwaysOpen, Is.True);
        Assert.That(Always.Contains(Utc.At(now)), Is.True);
        Assert.That(Always.NextOpening(Utc.At(now)), Is.EqualTo(Utc.At(now)));
        Assert.That(Always.ClosesAt(Utc.At(now)), Is.Null);
    }

    [TestCase("2026-03-29 01:59:59", false)]
    [TestCase("2026-03-29 05:59:59", true)]
    [TestCase("2026-10-25 01:59:59", false)]
    [TestCase("2026-10-25 05:59:59", true)]
    public void Daylight_saving_time_does_not_move_it(string now, bool isOpen) =>
        Assert.That(Default.Contains(Utc.At(now)), Is.EqualTo(isOpen));

    [TestCase("2026-03-01 04:00:00 +02:00", true)]
    [TestCase("2026-03-01 02:00:00 +02:00", false)]
    [TestCase("2026-02-28 21:00:00 -05:00", true)]
    public void A_moment_in_another_zone_is_the_same_moment(string now, bool isOpen)
    {
        var moment = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(Default.Contains(moment), Is.EqualTo(isOpen));
        Assert.That(Default.NextOpening(moment), Is.EqualTo(Default.NextOpening(moment.ToUniversalTime())));
    }

    [TestCase("2026-03-01 01:59:59", "2026-03-01 02:00:00")]
    [TestCase("2026-03-01 02:00:00", "2026-03-02 02:00:00")]
    [TestCase("2026-03-01 04:00:00", "2026-03-02 02:00:00")]
    [TestCase("2026-03-01 06:00:00", "2026-03-02 02:00:00")]
    [TestCase("2026-12-31 23:00:00", "2027-01-01 02:00:00")]
    public void The_next_opening_is_always_after_now(string now, string opens) =>
        Assert.That(Default.NextOpening(Utc.At(now)), Is.EqualTo(Utc.At(opens)));

    [TestCase("2026-03-01 02:00:00", "2026-03-01 06:00:00")]
    [TestCase("2026-03-01 05:59:59", "2026-03-01 06:00:00")]
    public void An_open_window_tells_when_it_closes(string now, string closes) =>
        Assert.That(Default.ClosesAt(Utc.At(now)), Is.EqualTo(Utc.At(closes)));

    [TestCase("2026-03-01 23:00:00", "2026-03-02 06:00:00")]
    [TestCase("2026-03-02 03:00:00", "2026-03-02 06:00:00")]
    public void A_window_over_midnight_closes_on_the_day_after_it_opened(string now, string closes) =>
        Assert.That(OverMidnight.ClosesAt(Utc.At(now)), Is.EqualTo(Utc.At(closes)));

    [TestCase("2026-03-01 01:59:59")]
    [TestCase("2026-03-01 06:00:00")]
    public void A_closed_window_does_not_close(string now) => Assert.That(Default.ClosesAt(Utc.At(now)), Is.Null);

    [TestCase(-1, 4)]
    [TestCase(24, 4)]
    [TestCase(2, 0)]
    [TestCase(2, -1)]
    [TestCase(2, 25)]
    public void A_window_that_never_opens_or_an_hour_that_is_none_is_refused(int start, int hours) =>
        Assert.That(() => new MaintenanceWindow(start, hours), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [TestCase(0, 1)]
    [TestCase(23, 24)]
    public void The_ends_of_both_ranges_are_accepted(int start, int hours) =>
        Assert.That(() => new MaintenanceWindow(start, hours), Throws.Nothing);

    [TestCase(2, "0 0 2 * * ?")]
    [TestCase(0, "0 0 0 * * ?")]
    [TestCase(23, "0 0 23 * * ?")]
    public void Its_opening_is_a_cron_expression(int start, string cron) =>
        Assert.That(new MaintenanceWindow(start).ToCron(), Is.EqualTo(cron));

    [Test]
    public void For_every_window_and_hour_being_open_having_a_closing_and_the_next_opening_agree()
    {
        for (var start = 0; start < 24; start++)
            for (var hours = 1; hours < 24; hours++)
                for (var hour = 0; hour < 24; hour++)
                {
                    var window = new MaintenanceWindow(start, hours);
                    var now = Utc.At("2026-03-01").AddHours(hour);
                    var isOpen = (hour - start + 24) % 24 < hours;

                    Assert.That(window.Contains(now), Is.EqualTo(isOpen), $"{window} at {now:u}");
                    Assert.That(window.ClosesAt(now).HasValue, Is.EqualTo(isOpen), $"{window} at {now:u}");
                    Assert.That(window.NextOpening(now) - now, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromDays(1)), $"{window} at {now:u}");
                    Assert.That(window.Contains(window.NextOpening(now)), Is.True, $"{window} at {now:u}");
                }
    }
}
