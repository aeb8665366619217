using System.Text.Json;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>Every command with <c>dry_run</c> answers what it would do, and leaves the store as it was.</summary>
public sealed class DryRunAnswers : ApiFixture
{
    private string _failed = null!;
    private string _open = null!;
    private string _disabled = null!;

    private TestStore Store => TestStore.Of(DatabaseKind.Sqlite, Services.GetRequiredService<Database>().Settings.ConnectionString);

    [OneTimeSetUp]
    public async Task OpenWhatCommandsNeed()
    {
        _open = await ScheduleAsync("session_encryption");
        _failed = await ScheduleAsync("api_signature");
        _disabled = await ScheduleAsync("file_encryption");
        await Store.ExecuteAsync($"update keyrotation_rotation set state = 'failed', failed_in = 'migrating', from_version = 1, to_version = 2 where rotation_id = '{_failed}'");
        await VersionAsync("api_signature", 1, "grace");
        await VersionAsync("api_signature", 2, "active");
        await VersionAsync("file_encryption", 1, "disabled");
        await Store.ExecuteAsync("insert into keyrotation_alert (alert_id, code, subject, severity, message, opened_at, updated_at) values ('11111111-1111-1111-1111-111111111111', 'no_active_key', 'x', 'critical', 'a test', '2026-01-01 00:00:00', '2026-01-01 00:00:00')");
    }

    [Test]
    public async Task A_cleanup_takes_it_in_the_address_too()
    {
        var before = await ContentAsync();

        var (status, body, _) = await PostAsync("/cleanup?dry_run=true", "{}");

        Assert.That((status, body.GetProperty("dry_run").GetBoolean()), Is.EqualTo((200, true)));
        Assert.That(await ContentAsync(), Is.EqualTo(before));
    }

    private static IEnumerable<TestCaseData> Commands()
    {
        yield return Command("/scheduler/pause", "\"reason\":\"a test\"", 200);
        yield return Command("/scheduler/resume", "", 200);
        yield return Command("/schedule", "\"key_type\":\"token_encryption\",\"reason\":\"a test\"", 201);
        yield return Command("/schedule-all", "\"reason\":\"a test\",\"only_due\":false", 200);
        yield return Command("/execute", "\"rotation_id\":\"{open}\"", 202);
        yield return Command("/emergency-rotation", "\"key_type\":\"token_encryption\",\"reason\":\"a test\"", 202);
        yield return Command("/emergency-rotation", "\"key_type\":\"session_encryption\",\"reason\":\"raised\"", 202);
        yield return Command("/emergency-rotation", "\"key_type\":\"api_signature\",\"reason\":\"supersedes\"", 202);
        yield return Command("/rotations/{failed}/retry", "\"batch_size\":10", 202);
        yield return Command("/rotations/{failed}/rollback", "\"reason\":\"a test\"", 202);
        yield return Command("/rotations/{open}/cancel", "", 202);
        yield return Command("/keys/file_encryption/versions/1/enable", "", 200);
        yield return Command("/keys/file_encryption/versions/1/compromise", "\"reason\":\"a test\"", 200);
        yield return Command("/alerts/11111111-1111-1111-1111-111111111111/acknowledge", "", 200);
    }

    [TestCaseSource(nameof(Commands))]
    public async Task A_command_changes_nothing(string path, string fields, int would)
    {
        var before = await ContentAsync();

        var (status, body, _) = await PostAsync(Filled(path), Filled($$"""{{{fields}}{{(fields.Length > 0 ? "," : "")}}"dry_run":true}"""));

        Assert.That(status, Is.EqualTo(200), body.ToString());
        Assert.That((body.GetProperty("dry_run").GetBoolean(), body.GetProperty("would_answer").GetInt32()), Is.EqualTo((true, would)));
        Assert.That(body.GetProperty("result").ValueKind, Is.EqualTo(JsonValueKind.Object));
        Assert.That(await ContentAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task One_that_would_be_refused_is_refused_in_the_same_words()
    {
        var (status, body, _) = await PostAsync("/schedule", """{"key_type":"session_encryption","reason":"a test","dry_run":true}""");

        Assert.That((status, body.GetProperty("code").GetString(), body.GetProperty("rotation_id").GetString()), Is.EqualTo((409, "rotation_open", _open)));
    }

    [Test]
    public async Task It_stands_in_the_address_as_well()
    {
        var (status, body, _) = await PostAsync("/scheduler/pause?dry_run=true", "{}");

        Assert.That((status, body.GetProperty("dry_run").GetBoolean()), Is.EqualTo((200, true)));
        Assert.That(body.GetProperty("result").GetProperty("paused")[0].GetProperty("by").GetString(), Is.EqualTo("the admin"));
    }

    [Test]
    public async Task What_an_emergency_would_supersede_and_compromise_is_named()
    {
        var (_, body, _) = await PostAsync("/emergency-rotation", """{"key_type":"api_signature","reason":"a test","dry_run":true}""");

        Assert.That((body.GetProperty("result").GetProperty("superseded").GetString(), body.GetProperty("result").GetProperty("compromised_version").GetInt32()), Is.EqualTo((_failed, 2)));
    }

    [TestCase("/scheduler/pause", """{"dry_run":"perhaps"}""", "dry_run")]
    [TestCase("/scheduler/pause?dry_run=perhaps", "{}", "dry_run")]
    [TestCase("/scheduler/pause?dryrun=true", "{}", "dryrun")]
    public async Task Nothing_is_carried_out_where_it_cannot_be_understood(string path, string json, string field)
    {
        var before = await ContentAsync();

        var (status, body, _) = await PostAsync(path, json);

        Assert.That(status, Is.EqualTo(400));
        Assert.That(body.GetProperty("errors").TryGetProperty(field, out _), Is.True);
        Assert.That(await ContentAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task After_it_the_command_itself_is_carried_out()
    {
        await PostAsync("/schedule", """{"key_type":"database_encryption","reason":"a test","dry_run":true}""");

        Assert.That((await PostAsync("/schedule", """{"key_type":"database_encryption","reason":"a test"}""")).Status, Is.EqualTo(201));
    }

    private static TestCaseData Command(string path, string fields, int would) => new(path, fields, would);

    private string Filled(string text) => text.Replace("{open}", _open, StringComparison.Ordinal).Replace("{failed}", _failed, StringComparison.Ordinal);

    private async Task<string> ScheduleAsync(string keyType)
    {
        var (status, body, _) = await PostAsync("/schedule", $$"""{"key_type":"{{keyType}}","reason":"a test"}""");
        Assume.That(status, Is.EqualTo(201), body.ToString());
        return body.GetProperty("id").GetString()!;
    }

    private Task<int> VersionAsync(string keyType, int version, string state) => Store.ExecuteAsync(
        $"insert into keyrotation_key_version (key_type, version, state, kek_id, wrapped_record, check_value, created_at, activated_at, grace_ends_at, disabled_at) values ('{keyType}', {version}, '{state}', 'kek', x'01', x'0101010101010101', '2026-01-01 00:00:00', '2026-01-01 00:00:00', {(state == "active" ? "null" : "'2126-01-01 00:00:00'")}, {(state == "disabled" ? "'2026-06-01 00:00:00'" : "null")})");

    private Task<string> ContentAsync() => StoreContent.OfAsync(Store);
}
