using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Retirement;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Retirement;

/// <summary>Every condition of the retirement, each alone, from both of its sides.</summary>
public sealed class RetirementRulesSpecs
{
    private static readonly RetirementFacts Grace = Old.Facts(Old.InGrace());
    private static readonly RetirementFacts Disabled = Old.Facts(Old.Disabled());

    [Test]
    public void A_version_that_nothing_needs_is_disabled_and_after_its_days_retired() =>
        Assert.That((Old.Verdict(Grace).Action, Old.Verdict(Disabled).Action), Is.EqualTo((RetirementAction.Disable, RetirementAction.Retire)));

    [Test]
    public void What_was_not_counted_since_the_look_is_counted_first([Values(null, -1)] int? secondsBeforeTheLook)
    {
        var census = secondsBeforeTheLook is { } seconds ? Disabled.Census! with { BegunAt = Old.Now.AddSeconds(seconds) } : null;

        Assert.That(Old.Verdict(Disabled with { Census = census }).Action, Is.EqualTo(RetirementAction.Count));
    }

    [Test]
    public void A_count_that_did_not_come_to_its_end_proves_nothing() => AssertKept(Disabled with { Census = Disabled.Census! with { EndedAt = null } }, KeepReason.CensusFailed);

    [Test]
    public void A_registered_target_that_was_not_counted_keeps_it() => AssertKept(Disabled with { Targets = ["secrets", "others"] }, KeepReason.CensusFailed);

    [Test]
    public void One_reference_in_any_target_keeps_it() =>
        AssertKept(Disabled with { Census = Old.Counted(new TargetCount("secrets"), new TargetCount("others") { References = new Dictionary<int, long> { [1] = 1 } }) }, KeepReason.References);

    [Test]
    public void References_to_other_versions_do_not() =>
        Assert.That(Old.Verdict(Disabled with { Census = Old.Counted(new TargetCount("secrets") { References = new Dictionary<int, long> { [2] = 5, [3] = 5 } }) }).Action, Is.EqualTo(RetirementAction.Retire));

    [Test]
    public void One_ciphertext_that_cannot_be_read_keeps_it() => AssertKept(Disabled with { Census = Old.Counted(new TargetCount("secrets") { Unreadable = 1 }) }, KeepReason.Unreadable);

    [TestCase(KeepReason.TransactionsOpen)]
    [TestCase(KeepReason.TransactionsUnknown)]
    [TestCase(KeepReason.CensusFailed)]
    public void An_obstacle_to_the_count_is_the_reason(KeepReason obstacle) => AssertKept(Disabled with { Census = Old.Counted(new TargetCount("secrets") { Obstacle = new CountObstacle(obstacle, "why") }) }, obstacle);

    [TestCase("2026-06-01 02:00", RetirementAction.Disable)]
    [TestCase("2026-06-01 02:01", RetirementAction.Keep)]
    public void Its_grace_period_is_over_at_its_end(string ends, RetirementAction action) => Assert.That(Old.Verdict(Old.Facts(Old.InGrace(ends))).Action, Is.EqualTo(action));

    [TestCase("2026-05-25 02:00", RetirementAction.Retire)]
    [TestCase("2026-05-25 02:01", RetirementAction.Keep)]
    public void It_is_disabled_for_seven_days(string since, RetirementAction action) => Assert.That(Old.Verdict(Old.Facts(Old.Disabled(since))).Action, Is.EqualTo(action));

    [TestCase("2026-05-31 02:00", RetirementAction.Retire)]
    [TestCase("2026-05-31 02:01", RetirementAction.Keep)]
    public void A_compromised_one_for_one_day(string since, RetirementAction action) =>
        Assert.That(Old.Verdict(Old.Facts(Old.Disabled(since) with { CompromisedAt = Moment.At("2026-05-01") })).Action, Is.EqualTo(action));

    [Test]
    public void Nothing_is_retired_unless_the_configuration_allows_it()
    {
        Assert.That(Old.Verdict(Disabled, new RetirementSettings()).Reason, Is.EqualTo(KeepReason.RetireNotAllowed));
        Assert.That(Old.Verdict(Grace, new RetirementSettings()).Action, Is.EqualTo(RetirementAction.Disable));
    }

    [TestCase(6)]
    [TestCase(-6)]
    public void Clocks_that_differ_by_more_than_five_seconds_are_suspect(int seconds) =>
        Assert.That(Old.Verdict(Disabled, now: Old.Now.AddSeconds(seconds)).Reason, Is.EqualTo(KeepReason.ClockSuspect));

    [Test]
    public void A_date_that_has_passed_on_the_node_s_clock_only_is_suspect() =>
        Assert.That(Old.Verdict(Old.Facts(Old.InGrace("2026-06-01 02:00")) with { DatabaseNow = Old.Now.AddSeconds(-3) }).Reason, Is.EqualTo(KeepReason.ClockSuspect));

    [TestCase(2, "2026-05-26", KeepReason.ClockSuspect, TestName = "A_jump_forward_without_which_its_date_has_not_passed_is_suspect")]
    [TestCase(2, "2026-05-23", null, TestName = "A_jump_before_it_was_disabled_does_not_matter")]
    [TestCase(-2, "2026-05-26", null, TestName = "A_jump_back_does_not_matter")]
    public void Of_jumps(int days, string seen, KeepReason? reason) =>
        Assert.That(Old.Verdict(Disabled with { ClockJumps = [new ClockJump("node-2", ClockJumps.OfDatabase, Moment.At(seen), days * 86400.0)] }).Reason, Is.EqualTo(reason));

    [Test]
    public void A_jump_that_leaves_the_date_passed_does_not_matter() =>
        Assert.That(Old.Verdict(Old.Facts(Old.Disabled("2026-05-20")) with { ClockJumps = [new ClockJump("node-2", ClockJumps.OfNode, Moment.At("2026-05-26"), 86400)] }).Action, Is.EqualTo(RetirementAction.Retire));

    [TestCase("2026-05-31 01:01", KeepReason.Consumers, TestName = "A_consumer_behind_that_was_silent_for_less_than_25_hours_keeps_it")]
    [TestCase("2026-05-31 00:59", null, TestName = "One_that_was_silent_for_longer_does_not")]
    public void Of_silence(string since, KeepReason? reason) => Assert.That(Old.Verdict(Disabled.Behind(since)).Reason, Is.EqualTo(reason));

    [TestCase("2026-05-24 00:00", 200, KeepReason.Consumers, TestName = "How_long_a_consumer_may_seal_offline_is_its_own_setting")]
    [TestCase("2026-05-31 23:59", 1, null, TestName = "One_that_may_seal_offline_for_an_hour_writes_nothing_after_two")]
    public void Of_what_consumers_may(string since, int maxOfflineHours, KeepReason? reason) => Assert.That(Old.Verdict(Disabled.Behind(since, maxOfflineHours)).Reason, Is.EqualTo(reason));

    [TestCase("2026-05-02 02:00", KeepReason.Consumers)]
    [TestCase("2026-05-02 00:59", null)]
    public void One_that_did_not_say_may_have_been_permitted_as_much_as_a_grace_period(string since, KeepReason? reason) =>
        Assert.That(Old.Verdict(Disabled.Behind(since, maxOfflineHours: null)).Reason, Is.EqualTo(reason));

    [Test]
    public void Silence_counts_from_the_later_activation_where_the_lease_ended_before_it() =>
        Assert.That(Old.Verdict(Succeeded("2026-05-31 12:00").Behind("2026-05-01")).Reason, Is.EqualTo(KeepReason.Consumers));

    [Test]
    public void Without_a_later_activation_every_consumer_may_encrypt_under_it() =>
        AssertKept(Disabled with { Floors = new Dictionary<int, WriteFloor> { [1] = new(1, null) } }, KeepReason.Consumers);

    [TestCase("2026-06-01 01:01", KeepReason.WriteLag)]
    [TestCase("2026-06-01 01:00", null)]
    public void What_was_sealed_before_the_last_acknowledgement_has_an_hour_to_be_committed(string acknowledged, KeepReason? reason) =>
        Assert.That(Old.Verdict(Disabled with { Floors = new Dictionary<int, WriteFloor> { [1] = Disabled.Floors[1] with { AcknowledgedAt = Moment.At(acknowledged) } } }).Reason, Is.EqualTo(reason));

    [Test]
    public void A_version_that_never_was_active_has_nobody_to_wait_for() =>
        Assert.That(Old.Verdict(Old.Facts(Old.Disabled() with { ActivatedAt = null, GraceEndsAt = null }) with { Floors = new Dictionary<int, WriteFloor> { [1] = WriteFloor.NeverActive } }).Action, Is.EqualTo(RetirementAction.Retire));

    [Test]
    public void Whoever_could_write_is_waited_for()
    {
        AssertKept(Disabled with { OpenRotation = "Rotation 1 (migrating)" }, KeepReason.RotationOpen);
        AssertKept(Disabled with { WritersAtWork = ["adoption 1 of target secrets"] }, KeepReason.WriterAtWork);
    }

    [TestCase("2026-05-02 01:00", null)]
    [TestCase("2026-05-02 01:01", KeepReason.StoreRestored)]
    public void Consumers_that_a_restored_store_lost_keep_it_for_a_grace_period_and_the_write_lag(string found, KeepReason? reason)
    {
        Assert.That(Old.Verdict(Disabled with { StoreRestoredAt = Moment.At(found) }).Reason, Is.EqualTo(reason));
        Assert.That(Old.Verdict(Grace with { StoreRestoredAt = Moment.At(found) }).Reason, Is.EqualTo(reason));
    }

    [Test]
    public void What_cannot_be_counted_keeps_it()
    {
        AssertKept(Disabled with { Targets = [] }, KeepReason.NotCountable);
        AssertKept(Disabled with { MissingTargets = ["others"] }, KeepReason.TargetsMissing);
        AssertKept(Disabled with { TargetDifferences = ["elsewhere"] }, KeepReason.TargetsDiffer);
        AssertKept(Disabled with { Quarantined = new Dictionary<int, long> { [1] = 1 } }, KeepReason.Quarantined);
        Assert.That(RetirementRules.Of(BuiltInKeyTypes.Find("file_encryption")!, Old.Settings, Disabled, Old.Now)[0].Reason, Is.EqualTo(KeepReason.NotCountable));
    }

    [Test]
    public void A_key_that_signs_has_nothing_to_count() =>
        Assert.That(RetirementRules.Of(BuiltInKeyTypes.Find("api_signature")!, Old.Settings, Disabled with { Targets = [], Census = Old.Counted() }, Old.Now)[0].Action, Is.EqualTo(RetirementAction.Retire));

    [Test]
    public void An_attempt_since_it_was_disabled_sends_it_back_whatever_else_is_so()
    {
        var attempt = new AttemptedOpen(Old.Policy.Name, 1, 1, Moment.At("2026-05-30"), "billing on app-1");

        Assert.That(Old.Verdict(Disabled with { Attempts = [attempt], OpenRotation = "Rotation 1 (migrating)" }, new RetirementSettings()).Action, Is.EqualTo(RetirementAction.BackToGrace));
        Assert.That(Old.Verdict(Disabled with { Attempts = [attempt with { LastAt = Moment.At("2026-05-23") }] }).Action, Is.EqualTo(RetirementAction.Retire));
        Assert.That(Old.Verdict(Disabled with { Attempts = [attempt with { Version = 3 }] }).Action, Is.EqualTo(RetirementAction.Retire));
    }

    [Test]
    public void An_open_since_it_was_disabled_sends_it_back_and_one_of_before_does_not()
    {
        var open = new AttemptedOpen(Old.Policy.Name, 1, 0, Moment.At("2026-05-24 02:01"), "billing on app-1") { WasOpened = true };

        Assert.That(Old.Verdict(Disabled with { Attempts = [open] }).Action, Is.EqualTo(RetirementAction.BackToGrace));
        Assert.That(Old.Verdict(Disabled with { Attempts = [open with { LastAt = Moment.At("2026-05-24 02:00") }] }).Action, Is.EqualTo(RetirementAction.Retire));
    }

    [Test]
    public void While_a_live_consumer_has_not_read_that_it_is_disabled_its_days_prove_nothing() =>
        AssertKept(Disabled with { Disablings = Read(null, "billing on app-1") }, KeepReason.DisablingUnread);

    [TestCase("2026-05-25 02:00", null)]
    [TestCase("2026-05-25 02:01", KeepReason.SoftDisablePeriod)]
    public void Its_days_run_from_the_moment_at_which_the_last_consumer_had_read_so(string read, KeepReason? reason) =>
        Assert.That(Old.Verdict(Disabled with { Disablings = Read(read) }).Reason, Is.EqualTo(reason));

    [Test]
    public void A_version_that_is_gone_has_no_verdict() =>
        Assert.That(RetirementRules.Of(Old.Policy, Old.Settings, Old.Facts(Old.Disabled() with { State = KeyVersionState.Retired }), Old.Now).Select(verdict => verdict.Version), Is.EqualTo(new[] { 2 }));

    [Test]
    public void The_page_explains_every_reason_and_no_other()
    {
        var listed = Architecture.Repository.Read("docs/retirement.md").Split('\n').SkipWhile(line => line != "## Why a version is kept").TakeWhile(line => line != "## What it does not prove")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);

        Assert.That(listed, Is.EquivalentTo(Enum.GetValues<KeepReason>().Select(reason => reason.ToSnakeCase())));
    }

    private static Dictionary<int, DisablingStand> Read(string? at, params string[] unread) => new() { [1] = new(unread, at is null ? null : Moment.At(at)) };

    private static RetirementFacts Succeeded(string at) => Disabled with { Floors = new Dictionary<int, WriteFloor> { [1] = new(1, Moment.At(at)) } };

    private static void AssertKept(RetirementFacts facts, KeepReason reason) =>
        Assert.That((Old.Verdict(facts).Action, Old.Verdict(facts).Reason), Is.EqualTo((RetirementAction.Keep, (KeepReason?)reason)));
}
