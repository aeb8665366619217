using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KeyRotation.Integration.Api;

/// <summary>What the API answers, from the outside.</summary>
public sealed class ApiAnswers : ApiFixture
{
    [Test]
    public async Task The_status_has_the_fields_of_the_requirement_by_their_names_and_forms()
    {
        var (_, status, _) = await GetAsync("/scheduler/status");

        var fields = status.EnumerateObject().Take(8).Select(field => (field.Name, field.Value.ValueKind));
        Assert.Multiple(() =>
        {
            Assert.That(fields, Is.EqualTo(new[]
            {
                ("scheduler_status", JsonValueKind.String), ("total_rotations_scheduled", JsonValueKind.Number), ("total_rotations_completed", JsonValueKind.Number),
                ("total_rotations_failed", JsonValueKind.Number), ("average_rotation_duration", JsonValueKind.Number), ("overdue_key_types", JsonValueKind.Number),
                ("next_scheduled_rotation", JsonValueKind.String), ("maintenance_window", JsonValueKind.Object),
            }));
            Assert.That(status.GetProperty("maintenance_window").ToString(), Is.EqualTo("""{"start":"02:00 UTC","duration":"4 hours"}"""));
            Assert.That(status.GetProperty("scheduler_status").GetString(), Is.EqualTo("error"), "There is no worker.");
        });
    }

    [Test]
    public async Task The_command_line_of_the_requirement_works_as_it_is_printed()
    {
        var form = new StringContent("key_type=session_encryption&reason=security_incident", Encoding.ASCII, "application/x-www-form-urlencoded");

        var (status, body, response) = await AskAsync(HttpMethod.Post, "/emergency-rotation", "admin", form);

        var id = body.GetProperty("rotation_id").GetString();
        var (_, rotation, _) = await GetAsync($"/rotations/{id}");
        Assert.Multiple(() =>
        {
            Assert.That((status, $"{response.Headers.Location}"), Is.EqualTo((202, $"/api/v1/key-rotation/rotations/{id}")));
            Assert.That(rotation.GetProperty("rotation").GetProperty("priority").GetString(), Is.EqualTo("emergency"));
            Assert.That(rotation.GetProperty("rotation").GetProperty("trigger").GetString(), Is.EqualTo("security_incident"));
            Assert.That(rotation.GetProperty("rotation").GetProperty("requested_by").GetString(), Is.EqualTo("the admin"));
        });
        await PostAsync("/scheduler/resume", "{}");
    }

    [Test]
    public async Task A_rotation_is_scheduled_once_shown_in_the_queue_and_cancelled()
    {
        var (created, rotation, response) = await PostAsync("/schedule", """{"key_type":"file_encryption","reason":"a test"}""", "operator");
        var id = rotation.GetProperty("id").GetString();
        var (again, problem, _) = await PostAsync("/schedule", """{"key_type":"file_encryption","reason":"a test"}""", "operator");
        var (_, schedule, _) = await GetAsync("/schedule");
        var (cancelled, end, _) = await PostAsync($"/rotations/{id}/cancel", "{}", "operator");

        Assert.Multiple(() =>
        {
            Assert.That((created, $"{response.Headers.Location}"), Is.EqualTo((201, $"/api/v1/key-rotation/rotations/{id}")));
            Assert.That((again, problem.GetProperty("code").GetString(), problem.GetProperty("rotation_id").GetString()), Is.EqualTo((409, "rotation_open", id)));
            Assert.That(schedule.GetProperty("queue").EnumerateArray().Select(open => open.GetProperty("id").GetString()), Does.Contain(id));
            Assert.That(schedule.GetProperty("next").GetArrayLength(), Is.EqualTo(5));
            Assert.That((cancelled, end.GetProperty("state").GetString()), Is.EqualTo((202, "cancelled")));
        });
    }

    [Test]
    public async Task A_pause_says_who_and_why_and_may_be_repeated()
    {
        var until = TimeProvider.System.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await PostAsync("/scheduler/pause", "{}", "operator");
        var (repeated, paused, _) = await PostAsync("/scheduler/pause", $$"""{"reason":"upgrade","until":"{{until}}"}""", "operator");
        var (_, resumed, _) = await PostAsync("/scheduler/resume", "{}", "operator");

        Assert.Multiple(() =>
        {
            Assert.That(repeated, Is.EqualTo(200));
            Assert.That(paused.GetProperty("paused").GetProperty("by").GetString(), Is.EqualTo("the operator"));
            Assert.That(paused.GetProperty("paused").GetProperty("reason").GetString(), Is.EqualTo("upgrade"));
            Assert.That(paused.GetProperty("paused").GetProperty("until").GetString(), Is.EqualTo(until));
            Assert.That(resumed.GetProperty("paused").ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
    }

    [Test]
    public async Task Every_mistake_of_a_request_is_named_at_once()
    {
        var (status, problem, response) = await PostAsync("/schedule", """{"key_type":"token_encription","trigger":"routin","priority":"urgent","not_before":"tomorrow","prio":1}""");

        Assert.Multiple(() =>
        {
            Assert.That((status, response.Content.Headers.ContentType!.MediaType), Is.EqualTo((400, "application/problem+json")));
            Assert.That(problem.GetProperty("type").GetString(), Is.EqualTo("urn:keyrotation:problem:invalid_request"));
            Assert.That(problem.GetProperty("trace_id").GetString(), Does.Match("^[0-9a-f]{32}$"));
            Assert.That(problem.GetProperty("errors").EnumerateObject().Select(field => field.Name),
                Is.EquivalentTo(new[] { "key_type", "reason", "trigger", "priority", "not_before", "prio" }));
        });
    }

    [TestCase("""{"key_type":"token_encryption","reason":"x","trigger":"routine","priority":"high"}""", "priority_contradicts_trigger")]
    [TestCase("""{"key_type":"token_encryption","reason":"x","trigger":"security_breach"}""", "emergency_by_its_own_endpoint")]
    [TestCase("""{"key_type":"token_encryption","reason":"x","trigger":"no_active_key"}""", "trigger_is_detected")]
    public async Task A_trigger_that_is_not_for_this_endpoint_is_refused(string body, string code)
    {
        var (status, problem, _) = await PostAsync("/schedule", body);

        Assert.That((status, problem.GetProperty("code").GetString()), Is.EqualTo((400, code)));
    }

    [TestCase("/rotations/nonsense", "rotation_not_found")]
    [TestCase("/rotations/00000000-0000-0000-0000-000000000000", "rotation_not_found")]
    [TestCase("/keys/nonsense", "key_type_unknown")]
    [TestCase("/nonsense", "not_found")]
    public async Task What_is_not_there_is_a_problem_with_a_code(string path, string code)
    {
        var (status, problem, _) = await GetAsync(path);

        Assert.That((status, problem.GetProperty("code").GetString()), Is.EqualTo((404, code)));
    }

    [TestCase("?limit=0", "limit")]
    [TestCase("?limit=501", "limit")]
    [TestCase("?cursor=nonsense", "cursor")]
    [TestCase("?open=perhaps", "open")]
    [TestCase("?key_type=nonsense", "key_type")]
    [TestCase("?page=2", "page")]
    public async Task A_query_that_is_wrong_is_refused_by_its_name(string query, string field)
    {
        var (status, problem, _) = await GetAsync($"/rotations{query}");

        Assert.That((status, problem.GetProperty("errors").TryGetProperty(field, out _)), Is.EqualTo((400, true)));
    }

    [Test]
    public async Task A_body_that_is_no_json_is_a_mistake_of_the_client()
    {
        var (status, problem, _) = await PostAsync("/schedule", "{\"key_type\":");

        Assert.That((status, problem.GetProperty("code").GetString()), Is.EqualTo((400, "invalid_request")));
    }

    [Test]
    public async Task A_body_of_another_kind_is_415() =>
        Assert.That((await AskAsync(HttpMethod.Post, "/schedule", "admin", new StringContent("<x/>", Encoding.UTF8, "text/xml"))).Status, Is.EqualTo(415));

    [Test]
    public async Task A_body_that_is_too_large_is_413() =>
        Assert.That((await PostAsync("/schedule", $$"""{"reason":"{{new string('x', 70_000)}}"}""")).Status, Is.EqualTo(413));

    [Test]
    public async Task A_key_shows_its_versions_and_no_material()
    {
        var (status, key, _) = await GetAsync("/keys/token_encryption");

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(200));
            Assert.That(key.GetProperty("rotation_days").GetInt32(), Is.EqualTo(90));
            Assert.That(key.ToString(), Does.Not.Contain("wrapped"));
        });
    }
}
