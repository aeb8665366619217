using KeyRotation.Alerts;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Alerts;

public sealed class RotationAlertRules
{
    private static readonly Rotation Routine = Rotations.Open.Rotation(RotationTrigger.Routine, scheduled: "2026-06-01 02:00");

    [Test]
    public void A_failed_rotation_says_where_it_failed_why_and_how_it_is_retried()
    {
        var alert = Facts.TheOnly(With(Routine with { State = RotationState.Failed, FailedIn = RotationState.Migrating, LastError = "Deadlock." }));

        Assert.That((alert.Code, alert.Subject, alert.Severity, alert.RotationId), Is.EqualTo(("rotation_failed", "token_encryption", AlertSeverity.Critical, (RotationId?)Routine.Id)));
        Assert.That(alert.Message, Is.EqualTo($"Rotation {Routine.Id} of token_encryption failed while migrating, its retries used up: Deadlock. Both versions stay readable. Retry it when the cause is removed: `keyrotation rotations retry {Routine.Id}`."));
    }

    [Test]
    public void A_rotation_that_is_tried_again_by_itself_has_not_failed() =>
        Assert.That(AlertRules.Of(With(Routine with { State = RotationState.Migrating, Attempts = 3, LastError = "Deadlock." })), Is.Empty);

    [Test]
    public void Consumers_that_do_not_hold_a_new_version_within_the_bound_are_named()
    {
        var alert = Facts.TheOnly(With(WaitsForConsumers("2026-06-01 11:50")));

        Assert.That((alert.Code, alert.Severity), Is.EqualTo(("consumers_not_answering", AlertSeverity.High)));
        Assert.That(alert.Message, Does.Contain("waits longer than 10 minutes for consumers. Version 2 is not yet held by shop on web-1."));
    }

    [Test]
    public void Within_the_bound_consumers_are_waited_for_in_silence() => Assert.That(AlertRules.Of(With(WaitsForConsumers("2026-06-01 11:51"))), Is.Empty);

    [TestCase("2026-06-01 11:50", 1)]
    [TestCase("2026-06-01 11:51", 0)]
    public void After_the_activation_the_bound_counts_from_it(string activated, int alerts)
    {
        var verifying = WaitsForConsumers("2026-06-01 02:00") with { State = RotationState.Verifying };

        Assert.That(AlertRules.Of(With(verifying) with { Versions = [Key.Active("token_encryption", activated, version: 2)] }), Has.Count.EqualTo(alerts));
    }

    [TestCase("2026-06-01 11:50", 1)]
    [TestCase("2026-06-01 11:51", 0)]
    public void A_rollback_counts_the_bound_from_its_own_beginning_however_old_the_predecessor_is(string since, int alerts)
    {
        var rollingBack = WaitsForConsumers(since) with { State = RotationState.RollingBack };

        Assert.That(AlertRules.Of(With(rollingBack) with { Versions = [Key.Active("token_encryption", "2026-05-30")] }), Has.Count.EqualTo(alerts));
    }

    [Test]
    public void A_rollback_that_failed_says_so()
    {
        var alert = Facts.TheOnly(With(Routine with { State = RotationState.Failed, FailedIn = RotationState.RollingBack, LastError = "Deadlock." }));

        Assert.That(alert.Message, Does.Contain("failed while rolling_back, its retries used up: Deadlock.").And.Contain($"keyrotation rotations retry {Routine.Id}"));
    }

    [Test]
    public void Late_writers_are_said_at_once()
    {
        var alert = Facts.TheOnly(With(Routine with { State = RotationState.Verifying, Hold = Hold.LateWriters, HoldDetail = "5 sweeps found rows written under an older version each time." }));

        Assert.That((alert.Code, alert.Severity), Is.EqualTo(("late_writers", AlertSeverity.High)));
        Assert.That(alert.Message, Does.Contain("5 sweeps found rows").And.Contain("restart it"));
    }

    [Test]
    public void Late_writers_stay_said_while_the_rotation_sweeps_again()
    {
        var said = new Alert(AlertCodes.LateWriters, "token_encryption", "as it was") { KeyType = "token_encryption", RotationId = Routine.Id };
        var sweeping = With(Routine with { State = RotationState.Verifying }) with { Open = [new OpenAlert(Guid.NewGuid(), said, Moment.At("2026-06-01"))] };

        Assert.That(AlertRules.Of(sweeping), Is.EqualTo(new[] { said }));
        Assert.That(AlertRules.Of(sweeping with { Rotations = [] }), Is.Empty, "Completed, it is over.");
    }

    [TestCase(Hold.WindowClosed)]
    [TestCase(Hold.NoSlot)]
    [TestCase(Hold.Paused)]
    public void Waiting_for_its_turn_is_no_alert(Hold hold) => Assert.That(AlertRules.Of(With(Routine with { Hold = hold })), Is.Empty);

    private static Rotation WaitsForConsumers(string since) => Routine with
    {
        State = RotationState.Propagating,
        PropagatingSince = Moment.At(since),
        Hold = Hold.Consumers,
        HoldDetail = "Version 2 is not yet held by shop on web-1.",
    };

    private static AlertFacts With(Rotation rotation) => Facts.AllIsWell with { Rotations = [rotation] };
}
