using KeyRotation.Alerts;
using KeyRotation.Nodes;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Alerts;

public sealed class SchedulerAlertRules
{
    private static readonly AlertFacts OnlyTheApi = Facts.AllIsWell with { Nodes = [Facts.Node("node-2") with { Roles = [NodeRoles.Api] }] };

    [Test]
    public void Where_all_is_well_no_alert_is_open() => Assert.That(AlertRules.Of(Facts.AllIsWell), Is.Empty);

    [Test]
    public void No_worker_for_20_seconds_is_a_failure_of_the_scheduler_that_names_the_nodes_there_are()
    {
        var alert = Facts.TheOnly(OnlyTheApi with { NoWorkerSince = Moment.At("2026-06-01 11:59:40") });

        Assert.That((alert.Code, alert.Subject, alert.Severity), Is.EqualTo(("scheduler_failure", "cluster", AlertSeverity.Critical)));
        Assert.That(alert.Message, Is.EqualTo("No worker takes work since 2026-06-01T11:59:40Z; expected at least one node with the role worker that is ready. Nodes: node-2 (api; ready). Nothing rotates until one does: `keyrotation run --roles worker`."));
    }

    [Test]
    public void A_restart_of_the_only_worker_is_no_failure() =>
        Assert.That(AlertRules.Of(OnlyTheApi with { NoWorkerSince = Moment.At("2026-06-01 11:59:41") }), Is.Empty);

    [Test]
    public void What_lasted_long_enough_once_is_not_waited_for_anew_by_a_node_that_takes_over() =>
        Assert.That(Facts.Codes(OnlyTheApi with { NoWorkerSince = Moment.At(Facts.Now), Open = [Facts.Open(AlertCodes.SchedulerFailure, "cluster")] }), Is.EqualTo(new[] { AlertCodes.SchedulerFailure }));

    [Test]
    public void A_trigger_in_state_ERROR_is_a_failure_of_its_own()
    {
        var alert = Facts.TheOnly(Facts.AllIsWell with { Schedule = Facts.AllIsWell.Schedule with { FailedTriggers = [new FailedTrigger("window.token_encryption", "rotate.token_encryption", "token_encryption")] } });

        Assert.That((alert.Code, alert.Subject, alert.KeyType), Is.EqualTo(("scheduler_failure", "window.token_encryption", "token_encryption")));
        Assert.That(alert.Message, Does.Contain("is in state ERROR and does not fire any more; expected WAITING"));
    }

    [Test]
    public void A_job_that_names_another_key_type_or_none_is_said_with_what_was_expected()
    {
        var wrong = Facts.TheOnly(With(new ScheduledJob("rotate.token_encryption", "token_encryption", "tokens")));
        var none = Facts.TheOnly(With(new ScheduledJob("rotate.token_encryption", "token_encryption", null)));

        Assert.That((wrong.Code, wrong.Subject), Is.EqualTo(("job_data", "rotate.token_encryption")));
        Assert.That(wrong.Message, Does.StartWith("Job rotate.token_encryption names the key type 'tokens' in its data; expected 'token_encryption'"));
        Assert.That(none.Message, Does.StartWith("Job rotate.token_encryption names the key type (none) in its data; expected 'token_encryption'"));
    }

    [Test]
    public void A_job_of_a_key_type_that_is_not_configured_is_said_with_those_that_are()
    {
        var alert = Facts.TheOnly(Facts.AllIsWell with { Schedule = Facts.AllIsWell.Schedule with { Jobs = [.. Facts.AllIsWell.Schedule.Jobs, new ScheduledJob("rotate.orders", "orders", "orders")] } });

        Assert.That((alert.Code, alert.KeyType), Is.EqualTo(("job_data", "orders")));
        Assert.That(alert.Message, Does.Contain("which the configuration of node-1 does not have; it has token_encryption"));
    }

    [Test]
    public void A_key_type_without_a_job_is_said_once_a_worker_had_the_time_to_make_it()
    {
        var facts = Facts.AllIsWell with { Schedule = ScheduleReport.Nothing };

        Assert.That(Facts.Codes(facts), Is.EqualTo(new[] { AlertCodes.JobData }));
        Assert.That(AlertRules.Of(facts with { Nodes = [Facts.Node("node-1", started: "2026-06-01 11:59:30")] }), Is.Empty);
    }

    [Test]
    public void A_code_and_a_subject_come_once_however_much_is_wrong()
    {
        var everything = Facts.AllIsWell with
        {
            Policies = BuiltInKeyTypes.All,
            Versions = [],
            Nodes = [Facts.Node("node-1") with { State = NodeState.RefusingWork }, Facts.Node("node-2") with { KekId = "other", Version = "0.9.0" }],
            NoWorkerSince = Moment.At("2026-06-01"),
            NoKeySince = BuiltInKeyTypes.All.ToDictionary(policy => policy.Name, _ => Moment.At("2026-06-01")),
            Rotations = [Rotations.Open.Rotation(RotationTrigger.NoActiveKey) with { State = RotationState.Failed, LastError = "It broke." }],
        };

        Assert.That(AlertRules.Of(everything).Select(alert => (alert.Code, alert.Subject)), Is.Unique.And.Not.Empty);
    }

    private static AlertFacts With(ScheduledJob job) => Facts.AllIsWell with { Schedule = new ScheduleReport([], [job]) };
}
