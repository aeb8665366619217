using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Incidents;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Specs.Incidents;

/// <summary>A snapshot is whole where it can be, and says what is wanting where it cannot.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CaptureSpecs
{
    private readonly FakeTimeProvider _time = new(Moment.At("2026-11-24T02:00:00Z"));

    [Test]
    public async Task It_says_which_incident_it_is_of_and_has_each_part_in_its_order()
    {
        var snapshot = await TakeAsync(new Part("keys", () => Task.FromResult<JsonNode>(new JsonArray(1, 2))), new Part("nodes", () => Task.FromResult<JsonNode>(new JsonObject())));

        var document = JsonDocument.Parse(snapshot.Document).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(document.GetProperty("format").GetString(), Is.EqualTo("keyrotation-incident/1"));
            Assert.That(document.GetProperty("incident_id").GetString(), Is.EqualTo(Incident.Id.ToString()));
            Assert.That(document.GetProperty("opened_at").GetString(), Is.EqualTo("2026-11-24T01:59:58.000000Z"));
            Assert.That(document.GetProperty("taken_at").GetString(), Is.EqualTo("2026-11-24T02:00:00.000000Z"));
            Assert.That(document.GetProperty("parts").EnumerateObject().Select(part => part.Name), Is.EqualTo(new[] { "keys", "nodes" }));
            Assert.That(document.GetProperty("parts").GetProperty("keys").GetProperty("data").GetRawText().Replace(" ", "").Replace("\n", ""), Is.EqualTo("[1,2]"));
            Assert.That(snapshot.MissingParts, Is.Empty);
            Assert.That(snapshot.Sha256, Is.EqualTo(SHA256.HashData(snapshot.Document)));
        });
    }

    [Test]
    public async Task A_part_that_fails_is_named_without_what_its_driver_says_and_the_rest_is_taken()
    {
        var snapshot = await TakeAsync(new Part("keys", () => throw new InvalidOperationException("Host=db;Password=hunter2")), new Part("nodes", () => Task.FromResult<JsonNode>(new JsonArray())));

        var parts = JsonDocument.Parse(snapshot.Document).RootElement.GetProperty("parts");
        Assert.That(parts.GetProperty("keys").GetProperty("error").GetString(), Is.EqualTo("InvalidOperationException"));
        Assert.That(parts.GetProperty("nodes").TryGetProperty("data", out _), Is.True);
        Assert.That(snapshot.MissingParts, Is.EqualTo(new[] { "keys" }));
    }

    [Test]
    public async Task A_part_that_does_not_come_and_hears_no_cancellation_is_given_up_after_its_time()
    {
        var never = new TaskCompletionSource<JsonNode>();
        var taking = TakeAsync(new Part("quartz", () => never.Task), new Part("nodes", () => Task.FromResult<JsonNode>(new JsonArray())));
        Assert.That(taking.IsCompleted, Is.False);

        _time.Advance(IncidentCapture.LongestPart);
        var snapshot = await taking;

        Assert.That(snapshot.MissingParts, Is.EqualTo(new[] { "quartz" }));
        Assert.That(JsonDocument.Parse(snapshot.Document).RootElement.GetProperty("parts").GetProperty("quartz").GetProperty("error").GetString(), Is.EqualTo("time_out"));
    }

    [Test]
    public async Task A_process_that_stops_takes_none()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => Capture(new Part("keys", () => new TaskCompletionSource<JsonNode>().Task)).TakeAsync(Incident, stopping.Token));
    }

    private static Incident Incident { get; } = new()
    {
        Id = Guid.Parse("019ab000-0000-7000-8000-000000000001"),
        RotationId = new RotationId(Guid.Parse("019ab000-0000-7000-8000-000000000002")),
        KeyType = "token_encryption",
        Reason = "a laptop was lost",
        OpenedBy = "olga",
        OpenedAt = Moment.At("2026-11-24T01:59:58Z"),
    };

    private Task<IncidentSnapshot> TakeAsync(params IForensicPart[] parts) => Capture(parts).TakeAsync(Incident, CancellationToken.None);

    private IncidentCapture Capture(params IForensicPart[] parts) => new(parts, "node-1", _time, NullLogger<IncidentCapture>.Instance);

    private sealed class Part(string name, Func<Task<JsonNode>> read) : IForensicPart
    {
        public string Name => name;

        public Task<JsonNode> ReadAsync(CancellationToken cancellationToken) => read();
    }
}
