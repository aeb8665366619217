using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>A POST with a key is carried out once, and answered the same each time.</summary>
public sealed class IdempotentAnswers : ApiFixture
{
    [Test]
    public async Task Sent_again_it_gets_the_same_answer_and_opens_nothing()
    {
        var key = Guid.NewGuid().ToString();
        const string Body = """{"key_type":"api_signature","reason":"a test"}""";
        var first = await SendAsync("/schedule", key, Body);

        var again = await SendAsync("/schedule", key, Body);

        Assert.Multiple(() =>
        {
            Assert.That((first.Status, again.Status), Is.EqualTo((201, 201)));
            Assert.That(again.Text, Is.EqualTo(first.Text));
            Assert.That(again.Headers.Location, Is.EqualTo(first.Headers.Location));
            Assert.That(first.Headers.Contains("Idempotency-Replayed"), Is.False);
            Assert.That(again.Headers.GetValues("Idempotency-Replayed"), Is.EqualTo(new[] { "true" }));
        });
    }

    [Test]
    public async Task A_hundred_at_once_declare_one_emergency()
    {
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => SendAsync("/emergency-rotation", key, """{"key_type":"file_encryption","reason":"a test"}""")));

        var incidents = answers.Where(answer => answer.Status == 202).Select(answer => JsonDocument.Parse(answer.Text).RootElement.GetProperty("incident_id").GetString()).Distinct();
        Assert.That(answers.Select(answer => answer.Status), Is.All.AnyOf(202, 409));
        Assert.That(incidents.Count(), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status == 409).Select(answer => CodeOf(answer.Text)), Is.All.EqualTo("idempotency_key_in_hand"));
    }

    [TestCase("""{"key_type":"token_encryption","reason":"another"}""", "application/json")]
    [TestCase("""{"key_type":"token_encryption","reason":"a test"} """, "application/json")]
    public async Task Its_key_is_refused_with_another_body(string other, string contentType)
    {
        var key = Guid.NewGuid().ToString();
        await SendAsync("/scheduler/pause", key, """{"key_type":"token_encryption","reason":"a test"}""");

        var answer = await SendAsync("/scheduler/pause", key, other, contentType);

        Assert.That((answer.Status, CodeOf(answer.Text)), Is.EqualTo((422, "idempotency_key_reused")));
    }

    [Test]
    public async Task Its_key_is_refused_at_another_address()
    {
        var key = Guid.NewGuid().ToString();
        await SendAsync("/scheduler/pause", key, "{}");

        Assert.That((await SendAsync("/scheduler/resume", key, "{}")).Status, Is.EqualTo(422));
    }

    [Test]
    public async Task What_was_refused_is_looked_at_again()
    {
        var key = Guid.NewGuid().ToString();
        var refused = await SendAsync("/schedule", key, """{"key_type":"session_encryption"}""");

        var mended = await SendAsync("/schedule", key, """{"key_type":"session_encryption","reason":"a test"}""");

        Assert.That((refused.Status, mended.Status), Is.EqualTo((400, 201)));
    }

    [TestCase("/cleanup", """{"dry_run":true}""", "{}")]
    [TestCase("/scheduler/resume", """{"dry_run":true}""", "{}")]
    public async Task A_dry_run_leaves_its_key_to_the_command_itself(string path, string dryRun, string command)
    {
        var key = Guid.NewGuid().ToString();
        var rehearsed = await SendAsync(path, key, dryRun);

        var done = await SendAsync(path, key, command);

        Assert.That((rehearsed.Status, done.Status, done.Headers.Contains("Idempotency-Replayed")), Is.EqualTo((200, 200, false)), done.Text);
    }

    [Test]
    public async Task Another_person_may_use_the_same_key()
    {
        var key = Guid.NewGuid().ToString();
        await SendAsync("/scheduler/pause", key, "{}", role: "operator");

        Assert.That((await SendAsync("/scheduler/resume", key, "{}", role: "admin")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Whoever_may_not_gets_no_answer_of_somebody_who_may()
    {
        var key = Guid.NewGuid().ToString();
        await SendAsync("/scheduler/pause", key, "{}", role: "operator");

        Assert.That((await SendAsync("/scheduler/pause", key, "{}", role: "viewer")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task A_form_is_taken_as_well()
    {
        var key = Guid.NewGuid().ToString();

        Assert.That((await SendAsync("/scheduler/pause", key, "reason=a+test", "application/x-www-form-urlencoded")).Status, Is.EqualTo(200));
        Assert.That((await SendAsync("/scheduler/pause", key, "reason=a+test", "application/x-www-form-urlencoded")).Headers.Contains("Idempotency-Replayed"), Is.True);
    }

    [TestCase("")]
    [TestCase("with space")]
    [TestCase("one", "two")]
    [TestCase("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_key_that_is_none_is_refused(params string[] keys)
    {
        using var request = Request("/scheduler/pause", "{}", "application/json", "admin");
        foreach (var key in keys)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var http = new HttpClient { BaseAddress = BaseAddress };

        using var response = await http.SendAsync(request);

        Assert.That(((int)response.StatusCode, CodeOf(await response.Content.ReadAsStringAsync())), Is.EqualTo((400, "invalid_request")));
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused_as_without_a_key()
    {
        var answer = await SendAsync("/schedule", Guid.NewGuid().ToString(), $$"""{"reason":"{{new string('x', 100_000)}}"}""");

        Assert.That((answer.Status, CodeOf(answer.Text)), Is.EqualTo((413, "too_large")));
    }

    [Test]
    public async Task A_node_that_died_before_it_answered_leaves_the_emergency_declared_once()
    {
        var key = Guid.NewGuid().ToString();
        const string Body = """{"key_type":"database_encryption","reason":"a test","pause_routine":false}""";
        var first = await SendAsync("/emergency-rotation", key, Body);
        Assume.That(first.Status, Is.EqualTo(202), first.Text);
        // As it stands when a node is killed between its COMMIT and its answer, a minute later.
        await TestStore.Of(DatabaseKind.Sqlite, Services.GetRequiredService<Database>().Settings.ConnectionString)
            .ExecuteAsync($"update keyrotation_idempotency_key set status = null, body = null, reserved_until = '2020-01-01 00:00:00' where request_key = '{key}'");

        var again = await SendAsync("/emergency-rotation", key, Body);

        Assert.That(JsonDocument.Parse(again.Text).RootElement.GetProperty("incident_id").GetString(), Is.EqualTo(JsonDocument.Parse(first.Text).RootElement.GetProperty("incident_id").GetString()));
        Assert.That(again.Headers.Contains("Idempotency-Replayed"), Is.False);
    }

    private static string? CodeOf(string problem) => JsonDocument.Parse(problem).RootElement.GetProperty("code").GetString();

    private async Task<(int Status, string Text, HttpResponseHeaders Headers)> SendAsync(string path, string key, string body, string contentType = "application/json", string role = "admin")
    {
        using var request = Request(path, body, contentType, role);
        request.Headers.Add("Idempotency-Key", key);
        using var http = new HttpClient { BaseAddress = BaseAddress };
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    private static HttpRequestMessage Request(string path, string body, string contentType, string role)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, KeyRotation.Api.ApiRoutes.Root + path) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(role));
        return request;
    }
}
