using System.Text.Json;
using KeyRotation.Alerts;
using KeyRotation.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>What the API answers about alerts, nodes, health and the trail, from the outside.</summary>
public sealed class ListAnswers : ApiFixture
{
    [Test]
    public async Task An_alert_is_listed_and_acknowledged_once()
    {
        var id = Guid.NewGuid();
        await Services.GetRequiredService<IAlertStore>().ApplyAsync(
            null, new AlertChanges([new OpenAlert(id, new Alert(AlertCodes.SchedulerFailure, "a test", "Nothing works."), TimeProvider.System.GetUtcNow())], [], []), TimeProvider.System.GetUtcNow(), CancellationToken.None);

        var (_, list, _) = await GetAsync("/alerts?open=true&limit=500");
        var (first, acknowledged, _) = await PostAsync($"/alerts/{id}/acknowledge", "{}", "operator");
        var (second, again, _) = await PostAsync($"/alerts/{id}/acknowledge", "{}", "admin");

        Assert.Multiple(() =>
        {
            Assert.That(list.GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()), Does.Contain(id.ToString()));
            Assert.That((first, acknowledged.GetProperty("acknowledged_by").GetString()), Is.EqualTo((200, "the operator")));
            Assert.That((second, again.GetProperty("acknowledged_by").GetString()), Is.EqualTo((200, "the operator")), "The first stays.");
        });
    }

    [TestCase("nonsense")]
    [TestCase("00000000-0000-0000-0000-000000000000")]
    public async Task An_alert_that_there_is_not_is_404(string id)
    {
        var (status, problem, _) = await PostAsync($"/alerts/{id}/acknowledge", "{}");

        Assert.That((status, problem.GetProperty("code").GetString()), Is.EqualTo((404, "alert_not_found")));
    }

    [Test]
    public async Task The_trail_is_paged_and_each_event_has_its_details_and_its_place()
    {
        for (var number = 0; number < 3; number++)
            await Services.GetRequiredService<IAuditLog>().AppendAsync(Event($"{number}"), CancellationToken.None);

        var (_, page, _) = await GetAsync("/audit?actor=somebody&limit=2", "auditor");
        var (_, rest, _) = await GetAsync($"/audit?actor=somebody&limit=2&cursor={Uri.EscapeDataString(page.GetProperty("next_cursor").GetString()!)}", "auditor");

        var items = page.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(items.Select(item => item.GetProperty("details").GetProperty("number").GetString()), Is.EqualTo(new[] { "2", "1", "0" }));
            Assert.That(items.Select(item => item.GetProperty("hash").GetString()), Has.All.Match("^[0-9a-f]{64}$"));
            Assert.That(rest.GetProperty("next_cursor").ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
    }

    [TestCase("?action=rotation.opend", "action")]
    [TestCase("?key_type=nonsense", "key_type")]
    [TestCase("?from=yesterday", "from")]
    [TestCase("?from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z", "to")]
    [TestCase("?cursor=bm9uZQ==", "cursor")]
    [TestCase("?cursor=LTEuLTEuLTE=", "cursor")]
    [TestCase("?outcome=failure", "outcome")]
    public async Task A_query_of_the_trail_that_is_wrong_is_refused_by_its_name(string query, string field)
    {
        var (status, problem, _) = await GetAsync($"/audit{query}");

        Assert.That((status, problem.GetProperty("errors").TryGetProperty(field, out _)), Is.EqualTo((400, true)));
    }

    [Test]
    public async Task Health_has_the_metrics_of_the_requirement()
    {
        var (status, health, _) = await GetAsync("/health");

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(200));
            Assert.That(health.GetProperty("status").GetString(), Is.EqualTo("unhealthy"), "There is no worker.");
            Assert.That(health.GetProperty("scheduler").GetProperty("uptime_seconds").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(health.GetProperty("key_age_distribution").GetProperty("missing").GetInt32(), Is.EqualTo(5));
            Assert.That(health.GetProperty("key_ages").GetArrayLength(), Is.EqualTo(5));
            Assert.That(health.GetProperty("open_alerts").EnumerateObject().Select(severity => severity.Name), Is.EqualTo(new[] { "critical", "high", "medium", "low" }));
        });
    }

    [Test]
    public async Task The_process_that_answers_is_a_member_of_the_cluster()
    {
        var (_, nodes, _) = await GetAsync("/nodes");

        var node = nodes.GetProperty("items").EnumerateArray().Single();
        Assert.That((node.GetProperty("process_id").GetInt32(), node.GetProperty("roles")[0].GetString()), Is.EqualTo((Environment.ProcessId, "api")));
    }

    private static AuditEvent Event(string number)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new AuditEvent
        {
            EventId = Guid.CreateVersion7(now),
            OccurredAt = now,
            Action = AuditActions.AccessDenied,
            Outcome = AuditOutcome.Failure,
            Actor = "somebody",
            Details = new Dictionary<string, string> { ["number"] = number },
        };
    }
}
