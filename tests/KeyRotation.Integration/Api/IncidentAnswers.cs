using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>An emergency by one request, and what is found of it afterwards.</summary>
public sealed class IncidentAnswers : ApiFixture
{
    [Test]
    public async Task An_emergency_names_its_incident_and_the_snapshot_is_there_a_moment_later()
    {
        var id = await DeclareAsync("api_signature");

        var shown = await UntilTakenAsync(id);

        Assert.Multiple(() =>
        {
            Assert.That(shown.GetProperty("incident").GetProperty("opened_by").GetString(), Is.EqualTo("the security_officer"));
            Assert.That(shown.GetProperty("is_intact").GetBoolean(), Is.True);
            Assert.That(shown.GetProperty("incident").GetProperty("missing_parts").GetArrayLength(), Is.Zero);
            Assert.That(shown.GetProperty("snapshot").GetProperty("incident_id").GetString(), Is.EqualTo(id));
        });
    }

    [Test]
    public async Task What_is_exported_has_the_digest_that_is_shown()
    {
        var id = await DeclareAsync("session_encryption");
        var shown = await UntilTakenAsync(id);

        var (status, _, response) = await AskAsync(HttpMethod.Get, $"/incidents/{id}/snapshot", "auditor");

        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.That((status, Convert.ToHexStringLower(SHA256.HashData(bytes))), Is.EqualTo((200, shown.GetProperty("incident").GetProperty("sha256").GetString())));
        Assert.That(response.Content.Headers.ContentDisposition?.FileName, Does.Contain(id));
    }

    [Test]
    public async Task Digests_of_tokens_are_in_no_snapshot()
    {
        var id = await DeclareAsync("file_encryption");
        var shown = await UntilTakenAsync(id);

        Assert.That(shown.GetRawText(), Does.Not.Contain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TokenOf("admin"))))));
    }

    [Test]
    public async Task A_snapshot_that_somebody_changed_is_not_intact_whatever_it_is_now()
    {
        var id = await DeclareAsync("token_encryption");
        await UntilTakenAsync(id);
        await TestStore.Of(DatabaseKind.Sqlite, Services.GetRequiredService<Database>().Settings.ConnectionString).ExecuteAsync($"update keyrotation_incident set snapshot = x'00' where incident_id = '{id}'");

        var (status, body, _) = await AskAsync(HttpMethod.Get, $"/incidents/{id}", "auditor");

        Assert.That((status, body.GetProperty("is_intact").GetBoolean(), body.GetProperty("snapshot").ValueKind), Is.EqualTo((200, false, JsonValueKind.Null)));
    }

    [Test]
    public async Task The_list_has_the_latest_first()
    {
        var first = await DeclareAsync("database_encryption");
        var second = await DeclareAsync("database_encryption");

        var (_, body, _) = await AskAsync(HttpMethod.Get, "/incidents?limit=2", "auditor");

        Assert.That(body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()), Is.EqualTo(new[] { second, first }));
        Assert.That(body.GetProperty("next_cursor").ValueKind, Is.EqualTo(JsonValueKind.String).Or.EqualTo(JsonValueKind.Null));
    }

    [TestCase("00000000-0000-0000-0000-000000000000")]
    [TestCase("nonsense")]
    public async Task One_that_there_is_not_is_not_found(string id)
    {
        foreach (var path in new[] { $"/incidents/{id}", $"/incidents/{id}/snapshot" })
        {
            var (status, body, _) = await AskAsync(HttpMethod.Get, path, "auditor");
            Assert.That((status, body.GetProperty("code").GetString()), Is.EqualTo((404, "incident_not_found")));
        }
    }

    private async Task<string> DeclareAsync(string keyType)
    {
        var (status, body, _) = await AskAsync(HttpMethod.Post, "/emergency-rotation", "security_officer",
            new StringContent(JsonSerializer.Serialize(new { key_type = keyType, reason = "a laptop was lost", pause_routine = false }), Encoding.UTF8, "application/json"));
        Assert.That(status, Is.EqualTo(202));
        return body.GetProperty("incident_id").GetString()!;
    }

    private async Task<JsonElement> UntilTakenAsync(string id)
    {
        JsonElement shown = default;
        await Poll.UntilAsync(async () => (shown = (await AskAsync(HttpMethod.Get, $"/incidents/{id}", "auditor")).Body).GetProperty("snapshot").ValueKind == JsonValueKind.Object,
            () => Task.FromResult(shown.ToString()), 30);
        return shown;
    }
}
