using System.Net;
using System.Net.Http.Json;
using KeyRotation.Testing;
using Npgsql;

namespace KeyRotation.Cluster.Clocked;

/// <summary>Operators hold and free routine work: two processes that serve the API, three that do the work.</summary>
public sealed class Pauses
{
    private const string TokensInHand = "keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.key_type = 'token_encryption' and o.ended_at is null and r.pass = 0 and r.finished_at is null";
    // PAUSED_BLOCKED where its job runs at this moment.
    private const string PausedTriggers = "keyrotation.qrtz_triggers where trigger_name like 'window.%' and trigger_state like 'PAUSED%'";

    [Test]
    public async Task A_pause_holds_running_routine_work_at_its_next_batch_and_an_emergency_runs_on()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 03:00");
        var (_, api, _) = await StartAsync(cluster);
        await cluster.AdoptAsync("token_encryption", 1000);
        await ScheduleSlowlyAsync(cluster, api);
        await Poll.UntilAsync(async () => await cluster.CountAsync($"{TokensInHand} and r.batch_number >= 2") == 1, cluster.DescribeAsync);

        await PostAsync(api, "scheduler/pause", new { reason = "a storage move" });
        Assert.That(await cluster.CountAsync($"{PausedTriggers} and pause_reason = 'a storage move' and paused_by = 'olga'"), Is.EqualTo(5), await cluster.DescribeAsync());
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'token_encryption' and state = 'migrating' and hold = 'paused' and hold_detail like 'Paused by olga%a storage move.'", seconds: 5);
        var batches = await cluster.Store.ScalarAsync<long>($"select r.batch_number from {TokensInHand}");

        await PostAsync(api, "emergency-rotation", new { key_type = "api_signature", reason = "security_incident", pause_routine = false });
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'api_signature' and priority = 'emergency' and state = 'completed'");
        Assert.That(await cluster.Store.ScalarAsync<long>($"select r.batch_number from {TokensInHand}"), Is.EqualTo(batches), "Held all the while.");

        await cluster.Store.ExecuteAsync("update keyrotation.rotation set batch_size = null, pace = null where ended_at is null");
        await PostAsync(api, "scheduler/resume", new { });
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'token_encryption' and from_version = 1 and state = 'completed'");
        Assert.That(await cluster.CountAsync(PausedTriggers), Is.Zero);
    }

    [Test]
    public async Task A_pause_with_an_end_lifts_itself()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        var (_, api, _) = await StartAsync(cluster, workers: 1);

        await PostAsync(api, "scheduler/pause", new { reason = "until two", until = "2027-01-11T14:00:00Z" });
        Assert.That(await cluster.CountAsync(PausedTriggers), Is.EqualTo(5));
        cluster.MoveTo("2027-01-11 14:00:00");

        await Poll.UntilAsync(async () => await cluster.CountAsync("keyrotation.pause") == 0 && await cluster.CountAsync(PausedTriggers) == 0, cluster.DescribeAsync, 10);
    }

    [Test]
    public async Task Fifty_commands_at_once_through_two_processes_leave_the_store_and_Quartz_in_agreement()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        var (first, second, _) = await StartAsync(cluster);
        await cluster.AgeAsync("token_encryption", 100);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => SendAsync(number % 2 == 0 ? first : second, number)));

        Assert.That(answers, Is.All.AnyOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.NotFound), await cluster.DescribeAsync());
        await Poll.UntilAsync(() => AgreeAsync(cluster), cluster.DescribeAsync, 10);
        Assert.That(await cluster.CountAsync("keyrotation.rotation where key_type = 'token_encryption' and from_version is not null or state = 'scheduled'"), Is.LessThanOrEqualTo(1));
        Assert.That(await cluster.CountAsync("keyrotation.rotation where key_type = 'token_encryption'"), Is.EqualTo(2), "The first one and one that all of them mean.");
    }

    [Test]
    public async Task Killed_between_the_stores_change_and_Quartzs_a_process_leaves_the_rest_to_the_workers()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        var (_, api, process) = await StartAsync(cluster, workers: 1);
        await using (var connection = new NpgsqlConnection(cluster.Store.ConnectionString))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            // Quartz takes this row for every change of a trigger.
            await using var locked = new NpgsqlCommand("select 1 from keyrotation.qrtz_locks where lock_name = 'TRIGGER_ACCESS' for update", connection, transaction);
            Assert.That(await locked.ExecuteScalarAsync(), Is.Not.Null);
            var pause = api.PostAsJsonAsync("scheduler/pause", new { reason = "killed" });
            await cluster.UntilAsync("keyrotation.pause where reason = 'killed'");
            Assert.That(await cluster.CountAsync(PausedTriggers), Is.Zero);
            await process.KillAsync();
            await Assert.CatchAsync(() => pause);
            await transaction.RollbackAsync();
        }

        await cluster.UntilAsync($"{PausedTriggers} and pause_reason = 'killed'", 5, seconds: 20);
    }

    [Test]
    public async Task Requests_in_SQL_are_taken_up_once_by_three_workers_and_answered()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        for (var worker = 0; worker < 3; worker++)
            cluster.StartWorker();
        await cluster.UntilKeysAreThereAsync();

        await cluster.Store.ExecuteAsync("select ops.request_rotation('token_encryption', 'asked in SQL', 'compliance_requirement')");
        await cluster.Store.ExecuteAsync("select ops.request_rotation('api_signature', 'asked in SQL', 'planned_maintenance')");
        await cluster.UntilAsync("keyrotation.request where outcome = 'accepted' and rotation_id = request_id", 2, seconds: 15);
        await cluster.Store.ExecuteAsync("select ops.request_rotation('api_signature', 'once more', 'planned_maintenance')");
        await cluster.Store.ExecuteAsync("select ops.request_pause('session_encryption', 'not tonight')");
        await cluster.UntilAsync("keyrotation.request where outcome = 'refused' and detail like '%has an open rotation%'", seconds: 15);
        await cluster.UntilAsync("keyrotation.pause where scope = 'session_encryption' and reason = 'not tonight'", seconds: 15);
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'token_encryption' and trigger_name = 'compliance_requirement' and state = 'completed'");
        await cluster.UntilAsync($"{PausedTriggers} and trigger_name = 'window.session_encryption'", seconds: 15);

        await cluster.UntilAsync("keyrotation.request where taken_at is not null", 4, seconds: 15);
        Assert.That(await cluster.CountAsync("keyrotation.audit_event where actor like 'sql:%'"), Is.EqualTo(4), "Two rotations opened, one refused, one pause: each was taken up once.");
        Assert.That(await cluster.CountAsync("keyrotation.rotation where key_type = 'api_signature'"), Is.EqualTo(2));
        await cluster.Store.ExecuteAsync("select ops.request_resume('session_encryption')");
        await Poll.UntilAsync(async () => await cluster.CountAsync("keyrotation.pause") == 0 && await cluster.CountAsync(PausedTriggers) == 0, cluster.DescribeAsync, 15);
    }

    private static async Task<(HttpClient First, HttpClient Second, NodeProcess SecondProcess)> StartAsync(ClockedCluster cluster, int workers = 3)
    {
        for (var worker = 0; worker < workers; worker++)
            cluster.StartWorker();
        var first = cluster.StartApiAsync();
        var second = cluster.StartApiAsync();
        await cluster.UntilKeysAreThereAsync();
        return ((await first).Client, (await second).Client, (await second).Process);
    }

    /// <summary>Opens a rotation that has 1,000 rows at 50 a second before it.</summary>
    private static async Task ScheduleSlowlyAsync(ClockedCluster cluster, HttpClient api)
    {
        cluster.MoveTo("2027-01-11 12:00");
        await PostAsync(api, "schedule", new { key_type = "token_encryption", reason = "a test" });
        await cluster.Store.ExecuteAsync("update keyrotation.rotation set batch_size = 10, pace = 50 where key_type = 'token_encryption' and ended_at is null");
        cluster.MoveTo("2027-01-12 02:00:01");
    }

    private static async Task PostAsync(HttpClient api, string path, object body)
    {
        using var answer = await api.PostAsJsonAsync(path, body);
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient api, int number)
    {
        var keyType = number % 3 == 0 ? "token_encryption" : null;
        using var answer = (number % 4) switch
        {
            0 => await api.PostAsJsonAsync("scheduler/pause", new { reason = $"number {number}", key_type = keyType }),
            1 => await api.PostAsJsonAsync("scheduler/resume", new { key_type = keyType }),
            2 => await api.PostAsJsonAsync("schedule", new { key_type = "token_encryption", reason = $"number {number}" }),
            _ => await api.PostAsJsonAsync("execute", new { key_type = "token_encryption" }),
        };
        return answer.StatusCode;
    }

    /// <summary>Each key type's trigger is paused exactly where a pause covers it.</summary>
    private static async Task<bool> AgreeAsync(ClockedCluster cluster) =>
        await cluster.CountAsync(
            """
            keyrotation.qrtz_triggers t
            where t.trigger_name like 'window.%'
              and (t.trigger_state like 'PAUSED%') <> exists (select 1 from keyrotation.pause p where p.scope = '*' or 'window.' || p.scope = t.trigger_name)
            """) == 0;
}
