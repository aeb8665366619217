using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Operations;

/// <summary>What the views say about keys and their rotations, past and coming.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class KeyStatusContract(DatabaseKind kind) : OpsFixture(kind)
{
    [Test]
    public async Task Age_interval_and_due_date_follow_from_the_activation()
    {
        await RotateAsync("token_encryption");
        await RotateAsync("token_encryption");
        await AgeAsync("token_encryption", days: 99);

        var row = await AskOneAsync(
            "state, active_version, age_days, interval_days, age_ratio, grace_days, grace_versions, grace_version_numbers, priority, active_since, due_at", "v_key_status", "where key_type = 'token_encryption'");

        Assert.Multiple(() =>
        {
            Assert.That(row[0], Is.EqualTo("due"));
            Assert.That(new[] { row[1], row[2], row[3], row[4], row[5], row[6] }.Select(Number), Is.EqualTo(new[] { 2m, 99m, 90m, 1.1m, 30m, 1m }));
            Assert.That(row[7], Is.EqualTo("1"));
            Assert.That(row[8], Is.EqualTo("high"));
            Assert.That(Moment(row[10]) - Moment(row[9]), Is.EqualTo(TimeSpan.FromDays(90)));
        });
    }

    [Test]
    public async Task States_are_words()
    {
        foreach (var keyType in new[] { "token_encryption", "database_encryption", "file_encryption", "session_encryption" })
            await RotateAsync(keyType);
        await AgeAsync("token_encryption", days: 136);
        await Get<RotationRequests>().OpenAsync(new PlannedRotation("file_encryption", RotationTrigger.PlannedMaintenance, "a test"), "tester", outsideWindow: false, CancellationToken.None);
        await Store.ExecuteAsync($"update {Store.Schema}key_version set compromised_at = created_at where key_type = 'session_encryption'");

        var rows = await AskAsync("key_type, state", "v_key_status");

        Assert.That(rows.ToDictionary(row => (string)row[0]!, row => row[1]), Is.EqualTo(new Dictionary<string, object?>
        {
            ["token_encryption"] = "severely_overdue",
            ["database_encryption"] = "in_time",
            ["file_encryption"] = "rotation_waits",
            ["session_encryption"] = "compromised",
            ["api_signature"] = "no_active_key",
        }));
    }

    [Test]
    public async Task A_pause_of_one_key_type_is_shown_with_it_alone()
    {
        await PauseAsync("token_encryption", null);

        var paused = await AskAsync("key_type, paused_by, pause_reason, paused_until", "v_key_status", "where paused = 'yes'");

        Assert.That(paused, Is.EqualTo(new[] { new object?[] { "token_encryption", "dba", "a storage move", null } }));
    }

    [Test]
    public async Task A_due_key_rotates_by_the_next_window_and_a_later_one_by_the_window_after_it_is_due()
    {
        await RotateAsync("token_encryption");
        await AgeAsync("token_encryption", days: 91);
        await RotateAsync("database_encryption");
        await AgeAsync("database_encryption", days: 170);

        var due = await AskOneAsync("source, expected_at, next_window_at", "v_upcoming_rotations", "where key_type = 'token_encryption'");
        var later = await AskOneAsync("source, expected_at, due_at", "v_upcoming_rotations", "where key_type = 'database_encryption'");

        Assert.Multiple(() =>
        {
            Assert.That(due[0], Is.EqualTo("calendar"));
            Assert.That(Moment(due[1]), Is.EqualTo(Moment(due[2])));
            Assert.That(later[0], Is.EqualTo("calendar"));
            Assert.That(Moment(later[1]).TimeOfDay, Is.EqualTo(TimeSpan.FromHours(2)));
            Assert.That(Moment(later[1]) - Moment(later[2]), Is.InRange(TimeSpan.Zero, TimeSpan.FromDays(1)));
        });
    }

    [Test]
    public async Task A_scheduled_rotation_is_expected_in_the_next_window_with_who_asked_and_why()
    {
        await Get<RotationRequests>().OpenAsync(new PlannedRotation("file_encryption", RotationTrigger.PlannedMaintenance, "new hardware"), "carol", outsideWindow: false, CancellationToken.None);

        var row = await AskOneAsync("source, state, priority, requested_by, reason, expected_at, next_window_at", "v_upcoming_rotations", "where key_type = 'file_encryption'");

        Assert.That(row[..5], Is.EqualTo(new object?[] { "open", "scheduled", "normal", "carol", "new hardware" }));
        Assert.That(Moment(row[5]), Is.EqualTo(Moment(row[6])));
    }

    [Test]
    public async Task History_progress_and_quarantine_tell_of_a_rotation_over_rows_one_of_which_does_not_open()
    {
        await RotateAsync("token_encryption");
        await InsertSecretsAsync(70);
        await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral("010203")} where id = 7");

        var failed = ((RotationProgress.Ended)await RotateAsync("token_encryption")).Rotation;

        await Store.ExecuteAsync($"update {Store.Schema}migration_range set rows_estimated = 140 where pass = 0");
        var history = await AskOneAsync("is_open, state, trigger_name, requested_by, from_version, to_version, rows_rewritten, quarantined_cells", "v_rotation_history", $"where to_version = 2");
        var progress = await AskOneAsync("kind, target, is_open, state, step, rows_estimated, rows_read, percent_done, rows_rewritten, rows_quarantined", "v_migration_progress", "where key_type = 'token_encryption'");
        var quarantine = await AskOneAsync("key_type, target, column_name, kind, work_state", "v_quarantine", "");
        var status = await AskOneAsync("state, quarantined_cells, open_rotation_state", "v_key_status", "where key_type = 'token_encryption'");
        Assert.Multiple(() =>
        {
            Assert.That(failed.State, Is.EqualTo(RotationState.Failed));
            Assert.That(history[..4], Is.EqualTo(new object?[] { "yes", "failed", "compliance_requirement", "tester" }));
            Assert.That(history[4..].Select(Number), Is.EqualTo(new[] { 1m, 2m, 69m, 1m }));
            Assert.That(progress[..5], Is.EqualTo(new object?[] { "rotation", "secrets", "yes", "failed", "finished" }));
            Assert.That(progress[5..8].Select(Number), Is.EqualTo(new[] { 140m, 70m, 100m }));
            Assert.That(Number(progress[8]), Is.EqualTo(69));
            Assert.That(quarantine, Is.EqualTo(new object?[] { "token_encryption", "secrets", "secret", "rotation", "failed" }));
            Assert.That(status[0], Is.EqualTo("rotation_failed"));
        });
    }

    [Test]
    public async Task Progress_of_a_running_migration_is_rows_read_of_rows_estimated()
    {
        var opened = await Get<RotationRequests>().OpenAsync(new PlannedRotation("token_encryption", RotationTrigger.NoActiveKey, "a test"), "tester", true, CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        await Store.ExecuteAsync($"update {Store.Schema}rotation set state = 'migrating'");
        await Store.ExecuteAsync(
            $"""
            insert into {Store.Schema}migration_range (work_id, target, pass, range_number, batch_number, rows_read, rows_rewritten, rows_verified, rows_superseded, rows_quarantined, started_at, checkpoint_at, rows_estimated)
            values ('{opened.Id.Value:D}', 'secrets', 0, 0, 5, 5000, 4990, 4990, 10, 0, {Literal(now.AddSeconds(-50))}, {Literal(now)}, 20000)
            """);

        var row = await AskOneAsync("step, percent_done, rows_per_second, estimated_end_at", "v_migration_progress", "");

        Assert.That(row[0], Is.EqualTo("migrating"));
        Assert.That(row[1..3].Select(Number), Is.EqualTo(new[] { 25m, 100m }));
        Assert.That(Moment(row[3]), Is.EqualTo(now.AddSeconds(150)).Within(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task A_node_that_says_nothing_is_silent()
    {
        var now = TimeProvider.System.GetUtcNow();
        await NodeAsync("node-a", now);
        await NodeAsync("node-b", now.AddMinutes(-5));
        await NodeAsync("node-c", now.AddMinutes(-5), stopped: now.AddMinutes(-5));

        var rows = await AskAsync("instance, state, memory_mib, cpu_percent, seconds_silent", "v_cluster_nodes", "where host = 'host' order by instance");

        Assert.That(rows.Select(row => (row[0], row[1])), Is.EqualTo(new[] { ("node-a", "ready"), ("node-b", "silent"), ("node-c", "stopped") }));
        Assert.That(rows.Select(row => (Number(row[2]), Number(row[3]))), Is.All.EqualTo((100m, 25m)));
        Assert.That(Number(rows[1][4]), Is.InRange(299, 360));
    }

    [Test]
    public async Task The_trail_is_all_of_it()
    {
        await RotateAsync("token_encryption");

        var rows = await AskAsync("action, outcome, actor, key_type, occurred_at", "v_audit_trail");

        Assert.That(rows, Has.Count.EqualTo(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}audit_event")).And.Count.GreaterThan(3));
        Assert.That(rows.Select(row => Moment(row[4])), Is.All.GreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-5)));
    }

    [Test]
    public async Task Each_version_says_what_it_is_still_for()
    {
        await RotateAsync("token_encryption");
        await RotateAsync("token_encryption");

        var rows = await AskAsync("version, state, in_store, compromised, meaning", "v_key_versions", "order by version");

        Assert.That(rows.Select(row => (Number(row[0]), row[1], row[2], row[3], row[4])), Is.EqualTo(new (decimal, object?, object?, object?, object?)[]
        {
            (1, "grace", "yes", "no", "grace period runs"),
            (2, "active", "yes", "no", "encrypts"),
        }));
    }

    [Test]
    public async Task Every_key_type_of_the_policies_has_one_row_of_status() =>
        Assert.That((await AskAsync("key_type", "v_key_status")).Select(row => row[0]), Is.EquivalentTo(Get<KeyTypePolicies>().All.Select(policy => policy.Name)));
}
