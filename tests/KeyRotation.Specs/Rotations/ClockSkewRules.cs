using KeyRotation.Nodes;

namespace KeyRotation.Specs.Rotations;

public sealed class ClockSkewRules
{
    private static readonly DateTimeOffset Asked = Utc.At("2026-11-24 12:00:00");

    [TestCase(0, 0.2, 0.1)]
    [TestCase(-10, 0.2, 10.1)]
    [TestCase(10, 0.2, -9.9)]
    public void The_answer_is_taken_for_the_middle_between_question_and_answer(double databaseAhead, double took, double skew) =>
        Assert.That(ClockSkew.Of(Asked, Asked.AddSeconds(databaseAhead), TimeSpan.FromSeconds(took))!.Value.TotalSeconds, Is.EqualTo(skew).Within(0.001));

    [Test]
    public void An_answer_that_took_long_says_nothing() =>
        Assert.That(ClockSkew.Of(Asked, Asked.AddSeconds(12), TimeSpan.FromSeconds(12)), Is.Null);

    [TestCase(0, 3, 0)]
    [TestCase(3, 3, 0)]
    [TestCase(-8, 3, 8)]
    [TestCase(12, 3, -9)]
    public void Of_an_answer_that_was_slow_the_least_that_the_clocks_can_be_apart_counts(double databaseAhead, double took, double skew) =>
        Assert.That(ClockSkew.Of(Asked, Asked.AddSeconds(databaseAhead), TimeSpan.FromSeconds(took))!.Value.TotalSeconds, Is.EqualTo(skew).Within(0.001));

    [TestCase(0.9, false, false)]
    [TestCase(-1.1, true, false)]
    [TestCase(5.1, true, true)]
    public void Beyond_a_second_it_is_said_and_beyond_five_work_is_refused(double seconds, bool isWarned, bool isRefused)
    {
        var skew = TimeSpan.FromSeconds(seconds);

        Assert.That((ClockSkew.IsWarned(skew), ClockSkew.IsRefused(skew)), Is.EqualTo((isWarned, isRefused)));
    }

    [TestCase("12:00:05", false)]
    [TestCase("12:00:06", true)]
    [TestCase("11:59:53", false)]
    [TestCase("11:59:52", true)]
    public void A_third_clock_is_compared_with_two_readings_of_the_one_that_counts(string other, bool isRefused)
    {
        var day = DateTimeOffset.Parse("2026-06-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(ClockSkew.IsRefused(day.AddHours(12).AddSeconds(-2), day + TimeSpan.Parse(other, System.Globalization.CultureInfo.InvariantCulture), day.AddHours(12)), Is.EqualTo(isRefused));
    }
}
