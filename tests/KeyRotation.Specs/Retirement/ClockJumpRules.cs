using KeyRotation.Retirement;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Retirement;

public sealed class ClockJumpRules
{
    private static readonly DateTimeOffset Before = Moment.At("2026-06-01 12:00");

    [TestCase(5, null)]
    [TestCase(3600, null)]
    [TestCase(3606, 3601)]
    [TestCase(-3600, -3605)]
    public void A_clock_jumps_by_what_the_monotonic_one_did_not_see_beyond_an_hour(int moved, int? seconds) =>
        Assert.That(ClockJumps.Between(Before, Before.AddSeconds(moved), TimeSpan.FromSeconds(5))?.TotalSeconds, Is.EqualTo(seconds));

    [Test]
    public void Time_that_passed_on_both_is_no_jump() => Assert.That(ClockJumps.Between(Before, Before.AddDays(3), TimeSpan.FromDays(3)), Is.Null);

    [Test]
    public void The_most_that_one_node_saw_of_one_clock_counts_and_what_was_taken_back_does_not()
    {
        ClockJump[] jumps = [Jump("a", 2), Jump("a", 3), Jump("b", 4), Jump("c", 9), Jump("c", -9)];

        Assert.That(ClockJumps.Since(jumps, Before), Is.EqualTo(TimeSpan.FromHours(5)));
        Assert.That(ClockJumps.Since(jumps, Before.AddDays(1)), Is.EqualTo(TimeSpan.Zero));
    }

    private static ClockJump Jump(string node, int hours) => new(node, ClockJumps.OfNode, Before.AddMinutes(1), hours * 3600.0);
}
