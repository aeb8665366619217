using System.Net.Http.Json;
using System.Text.Json;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Clocked;

/// <summary>A rotation that cannot go on, and what an operator does about it.</summary>
public sealed class FailedRotation
{
    private const string Open = "keyrotation.rotation where key_type = 'token_encryption' and ended_at is null";

    [Test]
    public async Task It_is_tried_again_after_one_five_and_twenty_five_minutes_and_after_repair_a_retry_completes_it()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        cluster.StartWorker();
        var (_, api) = await cluster.StartApiAsync();
        await cluster.UntilKeysAreThereAsync();
        await cluster.AdoptAsync("token_encryption", 500);
        TakeEscrowAway(cluster);
        var id = await ScheduleAsync(api);

        foreach (var (attempts, minutes) in new[] { (1, 1), (2, 5), (3, 25) })
        {
            await cluster.UntilAsync($"{Open} and state = 'generating' and attempts = {attempts} and hold = 'throttled' and next_attempt_at > now() and last_error is not null", seconds: 20);
            var next = await cluster.Store.ScalarAsync<DateTime>($"select next_attempt_at from {Open}");
            Assert.That(next - cluster.Now.UtcDateTime, Is.EqualTo(TimeSpan.FromMinutes(minutes)).Within(TimeSpan.FromSeconds(20)));
            cluster.MoveTo($"{next:O}");
        }
        await cluster.UntilAsync($"{Open} and state = 'failed' and failed_in = 'generating'", seconds: 20);
        BringEscrowBack(cluster);
        await PostAsync(api, $"rotations/{id}/retry", new { batch_size = 50, pace = 100_000 });

        await cluster.UntilAsync($"keyrotation.rotation where rotation_id = '{id}' and state = 'completed' and outcome = 'success' and batch_size = 50 and pace = 100000");
        Assert.That(await cluster.Store.ScalarAsync<long>($"select batch_number from keyrotation.migration_range where work_id = '{id}' and pass = 0"), Is.GreaterThanOrEqualTo(10), "500 rows in batches of 50.");
        Assert.That(await VersionsAsync(cluster), Is.EqualTo("1 grace, 2 active"));
    }

    [Test]
    public async Task Cancelled_before_its_activation_it_leaves_a_disabled_version_and_the_old_one_active()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        // Behind the first versions of five key types: its version is inserted, and then cannot be escrowed.
        cluster.StartWorker("escrow.put:before=throw@6");
        var (_, api) = await cluster.StartApiAsync();
        await cluster.UntilKeysAreThereAsync();
        var id = await ScheduleAsync(api);
        await cluster.UntilAsync($"{Open} and state = 'generating' and to_version = 2 and attempts = 1", seconds: 20);

        await PostAsync(api, $"rotations/{id}/cancel", new { reason = "not today" });

        Assert.That(await cluster.CountAsync($"keyrotation.rotation where rotation_id = '{id}' and state = 'cancelled' and ended_at is not null and hold is null"), Is.EqualTo(1));
        Assert.That(await VersionsAsync(cluster), Is.EqualTo("1 active, 2 disabled"));
        await ScheduleAsync(api);
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'token_encryption' and from_version = 1 and state = 'completed'");
        Assert.That(await VersionsAsync(cluster), Is.EqualTo("1 grace, 2 disabled, 3 active"));
    }

    [Test]
    public async Task With_a_row_that_does_not_open_it_is_accepted_as_partial_and_the_row_stays_listed()
    {
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        cluster.StartWorker();
        var (_, api) = await cluster.StartApiAsync();
        await cluster.UntilKeysAreThereAsync();
        await cluster.AdoptAsync("token_encryption", 500);
        // Another row's ciphertext: it does not open in this place.
        await cluster.Store.ExecuteAsync("update app.token_encryption set secret = (select secret from app.token_encryption where id = 8) where id = 7");
        var id = await ScheduleAsync(api);
        await cluster.UntilAsync($"{Open} and state = 'failed' and failed_in = 'verifying' and last_error like '1 ciphertexts do not open%'");

        await PostAsync(api, $"rotations/{id}/accept", new { reason = "a row of a customer who has left" });

        Assert.That(await cluster.CountAsync($"keyrotation.rotation where rotation_id = '{id}' and state = 'completed' and outcome = 'partial'"), Is.EqualTo(1));
        Assert.That(await cluster.CountAsync($"keyrotation.quarantine where work_id = '{id}'"), Is.EqualTo(1));
        Assert.That(await VersionsAsync(cluster), Is.EqualTo("1 grace, 2 active"));
    }

    [Test]
    public async Task An_emergency_in_the_middle_of_its_migration_takes_over_and_every_row_ends_right()
    {
        const int Rows = 1000;
        await using var cluster = await ClockedCluster.CreateAsync("2027-01-11 12:00");
        cluster.StartWorker();
        cluster.StartWorker();
        var (_, api) = await cluster.StartApiAsync();
        await cluster.UntilKeysAreThereAsync();
        await cluster.AdoptAsync("token_encryption", Rows);
        await PostAsync(api, "schedule", new { key_type = "token_encryption", reason = "a test" });
        await cluster.Store.ExecuteAsync("update keyrotation.rotation set batch_size = 10, pace = 50 where key_type = 'token_encryption' and ended_at is null");
        await PostAsync(api, "execute", new { key_type = "token_encryption" });
        await Poll.UntilAsync(async () => await cluster.CountAsync("keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.ended_at is null and r.batch_number >= 3") == 1, cluster.DescribeAsync);

        await PostAsync(api, "emergency-rotation", new { key_type = "token_encryption", reason = "security_breach" });
        await cluster.UntilAsync("keyrotation.rotation where key_type = 'token_encryption' and priority = 'emergency' and state = 'completed' and outcome = 'success'");

        Assert.That(await cluster.CountAsync("keyrotation.rotation where key_type = 'token_encryption' and state = 'superseded' and superseded_by is not null and ended_at is not null and hold is null"), Is.EqualTo(1), await cluster.DescribeAsync());
        Assert.That(await VersionsAsync(cluster), Is.EqualTo("1 grace, 2 grace, 3 active"));
        Assert.That(await cluster.Store.ScalarAsync<long>("select sum(r.rows_verified) from keyrotation.migration_range r join keyrotation.rotation o on o.rotation_id = r.work_id where o.priority = 'emergency' and r.pass = 1"), Is.EqualTo(Rows), "Each row was opened under the version that is active.");
        Assert.That(await cluster.CountAsync("keyrotation.quarantine"), Is.Zero);
        await cluster.RunAsync("audit", "verify");
    }

    private static void TakeEscrowAway(ClockedCluster cluster)
    {
        Directory.Move(cluster.EscrowFolder, $"{cluster.EscrowFolder}-away");
        File.WriteAllText(cluster.EscrowFolder, "A file where the folder was.");
    }

    private static void BringEscrowBack(ClockedCluster cluster)
    {
        File.Delete(cluster.EscrowFolder);
        Directory.Move($"{cluster.EscrowFolder}-away", cluster.EscrowFolder);
    }

    private static async Task<string> ScheduleAsync(HttpClient api) =>
        (await PostAsync(api, "schedule", new { key_type = "token_encryption", reason = "a test", trigger = "compliance_requirement" })).GetProperty("id").GetString()!;

    private static async Task<JsonElement> PostAsync(HttpClient api, string path, object body)
    {
        using var answer = await api.PostAsJsonAsync(path, body);
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<string> VersionsAsync(ClockedCluster cluster) =>
        string.Join(", ", (await cluster.Store.QueryAsync("select version, state from keyrotation.key_version where key_type = 'token_encryption' order by version")).Select(row => $"{row[0]} {row[1]}"));
}
