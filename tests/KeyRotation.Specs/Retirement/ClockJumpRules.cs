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
    public void Of_several_clocks_the_one_that_moved_most_counts_and_what_was_taken_back_does_not()
    {
        ClockJump[] jumps = [Jump("a", 2), Jump("a", 3), Jump("b", 4), Jump("c", 9), Jump("c", -9)];

        Assert.That(ClockJumps.Since(jumps, Before), Is.EqualTo(TimeSpan.FromHours(5)));
        Assert.That(ClockJumps.Since(jumps, Before.AddDays(1)), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Jumps_of_a_machine_s_clock_add_up_over_the_runs_of_its_nodes()
    {
        ClockJump[] jumps = [Jump("a/1/x", 2), Jump("a/2/y", 3, days: 1), Jump("b/1/z", 4, days: 2)];

        Assert.That(ClockJumps.Since(jumps, Before), Is.EqualTo(TimeSpan.FromHours(5)));
    }

    [Test]
    public void A_jump_of_the_database_s_clock_that_several_nodes_saw_at_about_the_same_moment_is_one()
    {
        ClockJump[] jumps = [.. new[] { Jump("a", 20), Jump("b", 21), Jump("b", 20, days: 3) }.Select(jump => jump with { Clock = ClockJumps.OfDatabase })];

        Assert.That(ClockJumps.Since(jumps, Before), Is.EqualTo(TimeSpan.FromHours(41)));
    }

    [Test]
    public void A_jump_that_another_run_saw_being_taken_back_does_not_count() =>
        Assert.That(ClockJumps.Since([Jump("a/1", 72), Jump("a/2", -72, days: 1)], Before), Is.EqualTo(TimeSpan.Zero));

    private static ClockJump Jump(string node, int hours, int days = 0) => new(node, ClockJumps.OfNode, Before.AddDays(days).AddMinutes(1), hours * 3600.0);
}
