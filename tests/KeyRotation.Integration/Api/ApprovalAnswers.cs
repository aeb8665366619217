using System.Security.Cryptography;
using System.Text;
using KeyRotation.Configuration;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>Where four eyes are configured, no single person declares an emergency, rolls back or cleans up.</summary>
public sealed class ApprovalAnswers : ApiFixture
{
    protected override void Configure(KeyRotationOptions options)
    {
        options.Approvals.Required = ["emergency", "rollback", "cleanup"];
        // The same person with another token, who hopes that nobody looks at the case.
        options.Api.Tokens.Add(new ApiTokenOptions { Name = "The ADMIN", Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TokenOf("twin")))), Roles = ["admin"] });
    }

    [Test]
    public async Task An_emergency_waits_for_somebody_else()
    {
        var id = await AskAsync("/emergency-rotation", """{"key_type":"token_encryption","reason":"a test"}""");
        Assert.That((await GetAsync("/rotations?key_type=token_encryption")).Body.GetProperty("items").GetArrayLength(), Is.Zero);

        var (status, body, response) = await PostAsync("/approvals", $$"""{"approval_id":"{{id}}","reason":"seen"}""", "security_officer");

        var rotation = body.GetProperty("outcome").GetProperty("rotation_id").GetString();
        Assert.That((status, body.GetProperty("state").GetString(), response.Headers.Location?.ToString()), Is.EqualTo((202, "carried_out", $"/api/v1/key-rotation/approvals/{id}")));
        Assert.That((await GetAsync($"/rotations/{rotation}")).Body.GetProperty("rotation").GetProperty("requested_by").GetString(), Is.EqualTo("the admin"));
    }

    [TestCase("admin")]
    [TestCase("twin")]
    public async Task Whoever_asked_is_not_the_second_person(string role)
    {
        var id = await AskAsync("/cleanup", "{}");

        var (status, body, _) = await PostAsync("/approvals", $$"""{"approval_id":"{{id}}"}""", role);

        Assert.That((status, body.GetProperty("code").GetString()), Is.EqualTo((403, "second_person_needed")));
        Assert.That((await GetAsync($"/approvals/{id}")).Body.GetProperty("state").GetString(), Is.EqualTo("pending"));
    }

    [Test]
    public async Task Whoever_asked_may_take_it_back()
    {
        var id = await AskAsync("/cleanup", "{}");

        await PostAsync("/approvals", $$"""{"approval_id":"{{id}}","approve":false}""");

        Assert.That((await PostAsync("/approvals", $$"""{"approval_id":"{{id}}"}""", "security_officer")).Status, Is.EqualTo(409));
        Assert.That((await GetAsync($"/approvals/{id}")).Body.GetProperty("state").GetString(), Is.EqualTo("rejected"));
    }

    [Test]
    public async Task Too_late_is_too_late()
    {
        var id = await AskAsync("/cleanup", "{}");
        await TestStore.Of(DatabaseKind.Sqlite, Services.GetRequiredService<Database>().Settings.ConnectionString).ExecuteAsync($"update keyrotation_approval set expires_at = '2020-01-01 00:00:00.000000' where approval_id = '{id}'");

        var (status, body, _) = await PostAsync("/approvals", $$"""{"approval_id":"{{id}}"}""", "security_officer");

        Assert.That((status, body.GetProperty("code").GetString()), Is.EqualTo((409, "approval_expired")));
    }

    [Test]
    public async Task A_yes_that_is_sent_twice_is_answered_twice()
    {
        var id = await AskAsync("/cleanup", "{}");
        var first = await PostAsync("/approvals", $$"""{"approval_id":"{{id}}"}""", "security_officer");

        var again = await PostAsync("/approvals", $$"""{"approval_id":"{{id}}"}""", "security_officer");

        Assert.That((first.Status, again.Status), Is.EqualTo((202, 202)));
        Assert.That(again.Body.GetProperty("ended_at").GetString(), Is.EqualTo(first.Body.GetProperty("ended_at").GetString()));
    }

    [Test]
    public async Task What_would_be_refused_is_nobodys_to_approve()
    {
        var before = (await GetAsync("/approvals?limit=500")).Body.GetProperty("items").GetArrayLength();

        var (status, body, _) = await PostAsync($"/rotations/{Guid.Empty}/rollback", """{"reason":"a test"}""");

        Assert.That((status, body.GetProperty("code").GetString()), Is.EqualTo((404, "rotation_not_found")));
        Assert.That((await GetAsync("/approvals?limit=500")).Body.GetProperty("items").GetArrayLength(), Is.EqualTo(before));
    }

    [TestCase("/emergency-rotation", """{"key_type":"api_signature","reason":"a test","dry_run":true}""")]
    [TestCase("/cleanup", """{"dry_run":true}""")]
    public async Task A_dry_run_needs_nobody(string path, string json)
    {
        var (status, body, _) = await PostAsync(path, json);

        Assert.That((status, body.GetProperty("dry_run").GetBoolean()), Is.EqualTo((200, true)));
    }

    [Test]
    public async Task A_dry_run_of_a_yes_carries_nothing_out()
    {
        var id = await AskAsync("/emergency-rotation", """{"key_type":"session_encryption","reason":"a test"}""");

        var (status, body, _) = await PostAsync("/approvals", $$"""{"approval_id":"{{id}}","dry_run":true}""", "security_officer");

        Assert.That((status, body.GetProperty("would_answer").GetInt32()), Is.EqualTo((200, 202)));
        Assert.That((await GetAsync($"/approvals/{id}")).Body.GetProperty("state").GetString(), Is.EqualTo("pending"));
        Assert.That((await GetAsync("/rotations?key_type=session_encryption")).Body.GetProperty("items").GetArrayLength(), Is.Zero);
    }

    [TestCase("""{}""", 400)]
    [TestCase("""{"approval_id":"nonsense"}""", 404)]
    [TestCase("""{"approval_id":"00000000-0000-0000-0000-000000000000"}""", 404)]
    [TestCase("""{"approval_id":"00000000-0000-0000-0000-000000000000","approve":"perhaps"}""", 400)]
    public async Task A_decision_about_nothing_is_refused(string json, int expected)
    {
        Assert.That((await PostAsync("/approvals", json, "security_officer")).Status, Is.EqualTo(expected));
    }

    private async Task<string> AskAsync(string path, string json)
    {
        var (status, body, _) = await PostAsync(path, json);
        Assume.That(status, Is.EqualTo(202), body.ToString());
        return body.GetProperty("approval").GetProperty("id").GetString()!;
    }
}
