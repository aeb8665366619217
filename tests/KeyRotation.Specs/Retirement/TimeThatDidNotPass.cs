using KeyRotation.Retirement;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Retirement;

/// <summary>Time that did not pass ends nothing: neither a grace period nor a silence, whoever saw the jump and whatever the policy is by now.</summary>
public sealed class TimeThatDidNotPass
{
    private static readonly RetirementFacts Grace = Old.Facts(Old.InGrace());
    private static readonly RetirementFacts Disabled = Old.Facts(Old.Disabled());

    [Test]
    public void Jumps_of_the_database_s_clock_that_two_runs_of_a_node_saw_one_after_the_other_add_up()
    {
        var facts = Grace with { ClockJumps = [Jump("node-1/first-run", "2026-05-10", 20), Jump("node-1/second-run", "2026-05-20", 20)] };

        Assert.That(Old.Verdict(facts).Reason, Is.EqualTo(KeepReason.ClockSuspect), "40 h of the grace period, which is over for 24 h, did not pass");
    }

    [Test]
    public void A_grace_period_that_was_made_shorter_since_does_not_hide_a_jump_at_its_beginning()
    {
        var facts = Grace with { ClockJumps = [Jump("node-1", "2026-05-11", 10 * 24)] };
        var shorter = Old.Policy with { GracePeriod = TimeSpan.FromDays(7) };

        Assert.That(Old.Verdict(facts).Reason, Is.EqualTo(KeepReason.ClockSuspect));
        Assert.That(RetirementRules.Of(shorter, Old.Settings, facts, Old.Now)[0].Reason, Is.EqualTo(KeepReason.ClockSuspect));
    }

    [Test]
    public void A_silence_that_a_jump_made_longer_is_as_long_as_it_was()
    {
        var facts = Old.Facts(Old.Disabled("2026-05-20 02:00")).Behind("2026-05-30 20:00") with { ClockJumps = [Jump("node-1", "2026-05-31 10:00", 20)] };

        Assert.That(Old.Verdict(facts).Action, Is.EqualTo(RetirementAction.Keep), "30 h on the clock, 10 h in fact; expected 25 h");
    }

    [Test]
    public void What_was_sealed_before_an_acknowledgement_is_not_committed_sooner_by_a_jump()
    {
        var facts = Disabled with
        {
            Floors = new Dictionary<int, WriteFloor> { [1] = Disabled.Floors[1] with { AcknowledgedAt = Moment.At("2026-05-31 23:30") } },
            ClockJumps = [Jump("node-1", "2026-06-01 01:50", 2)],
        };

        Assert.That(Old.Verdict(facts).Action, Is.EqualTo(RetirementAction.Keep), "2.5 h on the clock, half an hour in fact; expected one hour");
    }

    private static ClockJump Jump(string instance, string seen, int hours) => new(instance, ClockJumps.OfDatabase, Moment.At(seen), hours * 3600.0);
}
