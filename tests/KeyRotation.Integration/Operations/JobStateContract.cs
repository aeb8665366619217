using KeyRotation.Jobs;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Quartz;

namespace KeyRotation.Integration.Operations;

/// <summary>What <c>ops.v_job_state</c> says is what Quartz itself answers.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class JobStateContract(DatabaseKind kind) : OpsFixture(kind)
{
    [Test]
    public async Task Every_trigger_fires_next_when_Quartz_says()
    {
        foreach (var policy in Get<KeyTypePolicies>().All)
        {
            var trigger = (ICronTrigger)(await Scheduler.GetTrigger(JobKeys.Window(policy.Name), CancellationToken.None))!;

            var row = await AskOneAsync("job, trigger_name, trigger_state, schedule, cron, next_fire_at, previous_fire_at, paused", "v_job_state", $"where key_type = '{policy.Name}'");

            Assert.That(Moment(row[5]), Is.EqualTo(trigger.NextFireTimeUtc));
            Assert.That(row.Where((_, column) => column != 5), Is.EqualTo(new object?[] { $"rotate.{policy.Name}", $"window.{policy.Name}", "waiting", "cron", "0 0 2 * * ?", null, "no" }));
        }
    }

    [Test]
    public async Task The_assessment_is_a_job_of_no_key_type_with_an_interval()
    {
        var trigger = await Scheduler.GetTrigger(JobKeys.AssessHourly, CancellationToken.None);

        var row = await AskOneAsync("key_type, schedule, interval_seconds, next_fire_at", "v_job_state", "where job = 'assess'");

        Assert.That(row[..2], Is.EqualTo(new object?[] { null, "interval" }));
        Assert.That(Number(row[2]), Is.EqualTo(3600));
        // SQLite's moments have milliseconds, the others' microseconds.
        Assert.That(Moment(row[3]), Is.EqualTo(trigger!.NextFireTimeUtc!.Value).Within(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task A_trigger_that_Quartz_paused_is_paused_with_who_why_and_since()
    {
        await Scheduler.PauseTriggerWith(JobKeys.Window("token_encryption"), new PauseDetails { Reason = "disk is full", RequestedBy = "alice" }, CancellationToken.None);
        var pause = (await Scheduler.GetTriggerPause(JobKeys.Window("token_encryption"), CancellationToken.None))!;

        var paused = await AskAsync("key_type, trigger_state, pause_scope, paused_by, pause_reason, paused_since", "v_job_state", "where paused = 'yes'");

        Assert.That(paused, Has.Count.EqualTo(1));
        Assert.That(paused[0][..5], Is.EqualTo(new object?[] { "token_encryption", "paused", "trigger", "alice", "disk is full" }));
        Assert.That(Moment(paused[0][5]), Is.EqualTo(pause.PausedAtUtc).Within(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task A_trigger_of_a_group_that_Quartz_paused_has_the_group_s_reason()
    {
        await Scheduler.PauseTriggerGroupsWith(GroupMatcher<TriggerKey>.GroupEquals("rotation"), new PauseDetails { Reason = "a move", RequestedBy = "bob" }, CancellationToken.None);

        var paused = await AskAsync("paused_by, pause_reason", "v_job_state", "where paused = 'yes'");

        Assert.That(paused, Has.Count.EqualTo(5).And.All.EqualTo(new object?[] { "bob", "a move" }));
    }

    [Test]
    public async Task A_resumed_trigger_is_not_paused_any_more()
    {
        await Scheduler.PauseTriggerWith(JobKeys.Window("token_encryption"), new PauseDetails { Reason = "disk is full", RequestedBy = "alice" }, CancellationToken.None);

        await Scheduler.ResumeTrigger(JobKeys.Window("token_encryption"), CancellationToken.None);

        var row = await AskOneAsync("trigger_state, paused, pause_scope, paused_by, pause_reason, paused_since", "v_job_state", "where key_type = 'token_encryption'");
        Assert.That(row, Is.EqualTo(new object?[] { "waiting", "no", null, null, null, null }));
    }

    [Test]
    public async Task A_pause_of_all_holds_every_key_type_s_job_and_one_that_is_over_holds_none()
    {
        var until = new DateTimeOffset(2099, 1, 31, 6, 0, 0, TimeSpan.Zero);
        await PauseAsync("*", until);
        await PauseAsync("file_encryption", TimeProvider.System.GetUtcNow().AddMinutes(-1));

        var paused = await AskAsync("key_type, pause_scope, paused_by, pause_reason, paused_until", "v_job_state", "where paused = 'yes' order by key_type");

        Assert.That(paused.Select(row => row[0]), Is.EqualTo(Get<KeyTypePolicies>().All.Select(policy => policy.Name).Order()));
        Assert.That(paused.Select(row => (row[1], row[2], row[3], Moment(row[4]))), Is.All.EqualTo(("all", "dba", "a storage move", until)));
    }

    [Test]
    public async Task The_last_run_of_a_job_is_shown_with_its_result_and_the_rotation_s_beside_it()
    {
        await Get<RotationRequests>().OpenAsync(new PlannedRotation("file_encryption", RotationTrigger.NoActiveKey, "a test"), "tester", outsideWindow: true, CancellationToken.None);
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await Scheduler.Start(CancellationToken.None);

        await Get<IScheduleControl>().RunNowAsync("file_encryption", CancellationToken.None);

        await Poll.UntilAsync(
            async () => (await AskAsync("1", "v_job_state", "where key_type = 'file_encryption' and last_result is not null")).Count > 0,
            async () => string.Join(Environment.NewLine, (await AskAsync("key_type, trigger_name, trigger_state, next_fire_at, running_on, last_result, last_failure", "v_job_state")).Select(row => string.Join(" | ", row))));
        var row = await AskOneAsync("last_result, last_rotation_result, last_run_at, last_rotation_at, last_failure", "v_job_state", "where key_type = 'file_encryption' and trigger_name like 'window.%'");
        Assert.That(row[..2], Is.EqualTo(new object?[] { "succeeded", "success" }), $"{row[4]}");
        Assert.That(row[2..4].Select(Moment), Is.All.InRange(before, TimeProvider.System.GetUtcNow().AddSeconds(1)));
    }

    [Test]
    public async Task A_job_without_a_trigger_is_listed_all_the_same()
    {
        await Scheduler.UnscheduleJob(JobKeys.Window("token_encryption"), CancellationToken.None);

        var row = await AskOneAsync("trigger_name, trigger_state, next_fire_at", "v_job_state", "where key_type = 'token_encryption'");

        Assert.That(row, Is.EqualTo(new object?[] { null, "no_trigger", null }));
    }
}
