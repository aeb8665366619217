using KeyRotation.Claims;
using KeyRotation.Jobs;
using KeyRotation.Nodes;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace KeyRotation.Integration.Operations;

/// <summary>Detection fires within its interval, whatever the node that seeded it thought the time was.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class AssessmentTriggerContract(DatabaseKind kind) : OpsFixture(kind)
{
    [Test]
    public async Task The_hourly_assessment_that_a_node_with_a_wrong_clock_seeded_is_put_right_by_the_next_start()
    {
        await Scheduler.UnscheduleJob(JobKeys.AssessHourly, CancellationToken.None);
        Get<ClockGuard>().Skew = TimeSpan.FromDays(800);
        await SeededBy(new AheadClock(TimeSpan.FromDays(800)));
        Get<ClockGuard>().Skew = TimeSpan.Zero;

        await SeededBy(TimeProvider.System);

        var next = (await Scheduler.GetTrigger(JobKeys.AssessHourly, CancellationToken.None))?.NextFireTimeUtc;
        Assert.That(next, Is.LessThan(TimeProvider.System.GetUtcNow().AddHours(2)));
    }

    [Test]
    public async Task An_assessment_that_failed_when_the_node_was_let_to_work_is_tried_again_at_the_next_check_in()
    {
        var ledger = new LedgerThatFailsOnce(Get<IPolicyLedger>());
        var assessment = ActivatorUtilities.CreateInstance<KeyAssessment>(Services, ledger);
        using var node = NodeOf(assessment);
        await node.TakeWorkAsync(false, CancellationToken.None);
        await node.StartedAsync(CancellationToken.None);

        await Assert.ThrowsAsync<TimeoutException>(() => node.TakeWorkAsync(true, CancellationToken.None));
        await node.TakeWorkAsync(true, CancellationToken.None);

        Assert.That(ledger.Asked, Is.GreaterThan(1));
    }

    [Test]
    public async Task A_node_whose_first_assessment_fails_has_started_and_makes_up_for_it_at_its_first_check_in()
    {
        var ledger = new LedgerThatFailsOnce(Get<IPolicyLedger>());
        using var node = NodeOf(ActivatorUtilities.CreateInstance<KeyAssessment>(Services, ledger));

        await node.StartedAsync(CancellationToken.None);
        await node.TakeWorkAsync(true, CancellationToken.None);

        Assert.That(ledger.Asked, Is.GreaterThan(1));
    }

    private SchedulerNode NodeOf(KeyAssessment assessment) => new(Get<ISchedulerFactory>(), Get<Schedules>(), assessment, NullLogger<SchedulerNode>.Instance);

    private sealed class LedgerThatFailsOnce(IPolicyLedger real) : IPolicyLedger
    {
        public int Asked { get; private set; }

        public Task<IReadOnlyList<PolicyDifference>> RecordAsync(IReadOnlyList<KeyTypePolicy> policies, IReadOnlyDictionary<string, string> targets, string by, DateTimeOffset now, CancellationToken cancellationToken) =>
            real.RecordAsync(policies, targets, by, now, cancellationToken);

        public Task<IReadOnlyList<PolicyDifference>> CompareAsync(IReadOnlyList<KeyTypePolicy> policies, IReadOnlyDictionary<string, string> targets, CancellationToken cancellationToken) =>
            real.CompareAsync(policies, targets, cancellationToken);

        public Task<IReadOnlyDictionary<string, TimeSpan>> FormerIntervalsAsync(CancellationToken cancellationToken) =>
            ++Asked == 1 ? throw new TimeoutException("The store is away.") : real.FormerIntervalsAsync(cancellationToken);
    }

    private Task SeededBy(TimeProvider time) => new Schedules(
        Get<ISchedulerFactory>(), Get<IClaimStore>(), Get<KeyTypePolicies>(), Get<MaintenanceWindow>(), new ScheduleSettings(true, TimeSpan.FromHours(1)), Get<ClockGuard>(), time, NullLogger<Schedules>.Instance)
        .SeedAsync(CancellationToken.None);

    private sealed class AheadClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    }
}
