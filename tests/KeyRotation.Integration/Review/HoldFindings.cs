using KeyRotation.Claims;
using KeyRotation.Configuration;
using KeyRotation.Integration.Targets;
using KeyRotation.Migration;
using KeyRotation.Pauses;
using KeyRotation.Requests;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;

using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Review;

/// <summary>What a review found: holds of missing targets, targets that come late, requests answered wrongly.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class HoldFindings(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        await Store.ExecuteAsync($"create table secrets (id {types.LongNumber} not null primary key, secret {types.Bytes})");
        Options.KeyTypes[KeyType] = new KeyTypeOptions
        {
            Targets = [new TargetOptions { Name = "secrets", Table = "secrets", KeyColumns = ["id"], Columns = [new TargetColumnOptions { Name = "secret", Encoding = "binary" }] }],
        };
    }

    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton<ITargetTables>(provider => new InterceptedTargets(provider.GetRequiredService<TargetTables>()));

    [Test]
    public async Task The_hold_for_a_missing_target_is_still_shown_after_the_node_looked_again()
    {
        await RotateAsync(KeyType);
        await RegisterElsewhereAsync();

        var waiting = (RotationProgress.Waiting)await RotateAsync(KeyType);
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        var held = await Get<IRotationStore>().FindAsync(waiting.Rotation.Id, CancellationToken.None);
        Assert.That(held!.Hold, Is.EqualTo(Hold.Dependency));
    }

    [Test]
    public async Task A_target_that_is_registered_while_a_node_sweeps_is_not_left_out_of_a_rotation_that_it_calls_complete()
    {
        await RotateAsync(KeyType);
        var targets = (InterceptedTargets)Get<ITargetTables>();
        var reads = 0;
        targets.AfterRead = async () =>
        {
            // 1 = migrating, 2 = the first sweep: another node starts with a configuration that has one target more.
            if (++reads == 2)
                await RegisterElsewhereAsync();
        };

        var progress = await RotateAsync(KeyType);

        Assert.That(reads, Is.GreaterThanOrEqualTo(2));
        Assert.That(progress, Is.InstanceOf<RotationProgress.Waiting>(), "Completed without a target that is registered.");
    }

    [Test]
    public async Task A_request_that_was_carried_out_is_not_answered_as_refused_since_another_rotation_is_open_by_now()
    {
        var id = Guid.NewGuid();
        await Store.ExecuteAsync(
            $"insert into {Store.Schema}request (request_id, kind, key_type, trigger_name, reason, paused_until, requested_by, requested_at) values ('{id:D}', 'rotation', '{KeyType}', 'compliance_requirement', 'a test', null, 'dba', '{(Kind == DatabaseKind.Sqlite ? "2026-01-01T00:00:00.000Z" : "2026-01-01 00:00:00")}')");
        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);
        // The node died before its answer; another one ran the rotation to its end, and a second was opened.
        await Store.ExecuteAsync($"update {Store.Schema}request set taken_at = null, outcome = null, detail = null, rotation_id = null");
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);

        await Get<SqlRequests>().TakeUpAsync(CancellationToken.None);

        Assert.That(await Store.ScalarAsync<string>($"select outcome from {Store.Schema}request"), Is.EqualTo("accepted"));
    }

    [Test]
    public async Task A_target_that_was_retired_and_is_configured_again_is_retired_no_more()
    {
        await Store.ExecuteAsync($"update {Store.Schema}target set retired_at = '2026-01-02 00:00:00' where name = 'secrets'");

        await RestartAsync();

        Assert.That(await Store.ScalarAsync<int>($"select count(*) from {Store.Schema}target where name = 'secrets' and retired_at is null"), Is.EqualTo(1), "A node without it calls rotations complete.");
    }

    [Test]
    public async Task An_emergency_that_raised_a_waiting_rotation_and_whose_process_died_is_started_by_any_node_at_once()
    {
        var scheduled = await Get<RotationRequests>().ScheduleAsync(
            new ScheduleRequest(KeyType, RotationTrigger.PlannedMaintenance, null, "a test", TimeProvider.System.GetUtcNow().AddHours(20), "tester"), CancellationToken.None);
        await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);
        // NoSchedule drops what it is asked for, as a process does that is killed behind the COMMIT.
        var raised = await Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: true, "officer"), CancellationToken.None);
        var schedule = new RecordedSchedule();

        await new RotationWatch(Get<IRotationStore>(), Get<IClaimStore>(), Get<RotationRules>(), schedule, TimeProvider.System).RunAsync(CancellationToken.None);

        Assert.That(raised.Raised && raised.Id == scheduled.Value!.Id);
        Assert.That(schedule.Now, Is.EqualTo(new[] { KeyType }));
    }

    private sealed class RecordedSchedule : IScheduleControl
    {
        public List<string> Now { get; } = [];

        public Task RunNowAsync(string keyType, CancellationToken cancellationToken)
        {
            Now.Add(keyType);
            return Task.CompletedTask;
        }

        public Task RunAtAsync(string keyType, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ShowPauseAsync(string keyType, Pause? pause, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ScheduleReport> ReportAsync(CancellationToken cancellationToken) => Task.FromResult(ScheduleReport.Nothing);
    }

    private Task<int> RegisterElsewhereAsync() => Store.ExecuteAsync(
        $"insert into {Store.Schema}target (name, key_type, context_columns, columns, registered_at) values ('elsewhere', '{KeyType}', '[]', '[]', '2026-01-01 00:00:00')");
}
