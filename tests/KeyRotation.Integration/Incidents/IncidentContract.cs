using System.Security.Cryptography;
using System.Text.Json;
using KeyRotation.Audit;
using KeyRotation.Incidents;
using KeyRotation.Node.Hosting;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeyRotation.Integration.Incidents;

/// <summary>Every emergency opens an incident, and a snapshot follows that nobody can change unseen.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class IncidentContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    private IIncidentStore Incidents => Get<IIncidentStore>();

    [Test]
    public async Task It_is_opened_with_its_emergency_and_waits_for_its_snapshot()
    {
        await RotateAsync(KeyType);

        var opened = await EmergencyAsync();

        var incident = (await Incidents.ListNotTakenAsync(CancellationToken.None)).Single();
        Assert.Multiple(() =>
        {
            Assert.That((incident.Id, incident.RotationId, incident.KeyType), Is.EqualTo((opened.IncidentId, opened.Id, KeyType)));
            Assert.That((incident.Reason, incident.OpenedBy, incident.CompromisedVersion), Is.EqualTo(("a laptop was lost", "olga", (int?)1)));
            Assert.That((incident.TakenAt, incident.Sha256), Is.EqualTo(((DateTimeOffset?)null, (byte[]?)null)));
        });
        Assert.That(await Incidents.ReadSnapshotAsync(incident.Id, CancellationToken.None), Is.Null);
        Assert.That(await EventsAsync("incident.opened"), Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_raises_an_open_rotation_names_that_one()
    {
        await RotateAsync(KeyType);
        var open = await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);

        var opened = await EmergencyAsync();

        Assert.That((await Incidents.FindAsync(opened.IncidentId, CancellationToken.None))!.RotationId, Is.EqualTo(open.Id));
    }

    [Test]
    public async Task Its_snapshot_has_every_part_and_no_secret()
    {
        await RotateAsync(KeyType);
        var opened = await EmergencyAsync();

        await RecordAsync();

        var bytes = (await Incidents.ReadSnapshotAsync(opened.IncidentId, CancellationToken.None))!;
        var incident = (await Incidents.FindAsync(opened.IncidentId, CancellationToken.None))!;
        var parts = JsonDocument.Parse(bytes).RootElement.GetProperty("parts");
        Assert.Multiple(() =>
        {
            Assert.That(incident.MissingParts, Is.Empty);
            Assert.That(incident.Sha256, Is.EqualTo(SHA256.HashData(bytes)));
            Assert.That(parts.EnumerateObject().Select(part => part.Name), Is.EqualTo(new[] { "scheduler", "quartz", "nodes", "keys", "consumers", "alerts", "audit", "store", "configuration" }));
            Assert.That(parts.EnumerateObject().Select(part => part.Value.TryGetProperty("data", out _)), Is.All.True);
            Assert.That(parts.GetProperty("scheduler").GetProperty("data").GetProperty("rotations")[0].GetProperty("rotation_id").GetString(), Is.EqualTo($"{opened.Id}"));
            Assert.That(parts.GetProperty("keys").GetProperty("data").GetProperty("versions")[0].GetProperty("compromised_at").GetString(), Does.EndWith("Z"));
            Assert.That(parts.GetProperty("quartz").GetProperty("data").GetProperty("triggers").ValueKind, Is.EqualTo(JsonValueKind.Array));
            Assert.That(parts.GetProperty("audit").GetProperty("data").GetProperty("lanes").GetArrayLength(), Is.GreaterThan(0));
        });
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        var wrapped = (byte[])(await Store.QueryAsync($"select wrapped_record from {Store.Schema}key_version"))[0][0]!;
        Assert.That(text, Does.Not.Contain("wrapped_record").And.Not.Contain(Convert.ToHexStringLower(wrapped)).And.Not.Contain(Convert.ToBase64String(wrapped)));
        Assert.That(text, Does.Not.Contain("Password").And.Not.Contain("Username=keyrotation"));
    }

    [Test]
    public async Task The_first_snapshot_stays_and_the_trail_has_its_digest()
    {
        await RotateAsync(KeyType);
        var opened = await EmergencyAsync();
        var incident = (await Incidents.FindAsync(opened.IncidentId, CancellationToken.None))!;
        var (first, second) = (await Capture.TakeAsync(incident, CancellationToken.None), await Capture.TakeAsync(incident, CancellationToken.None));

        var wasFirst = await Incidents.TryRecordAsync(incident, first, IncidentEvents.Recorded(incident, first), CancellationToken.None);
        var wasSecond = await Incidents.TryRecordAsync(incident, second, IncidentEvents.Recorded(incident, second), CancellationToken.None);

        Assert.That((wasFirst, wasSecond), Is.EqualTo((true, false)));
        Assert.That(await Incidents.ReadSnapshotAsync(incident.Id, CancellationToken.None), Is.EqualTo(first.Document));
        var recorded = (await Get<IAuditHistory>().ListAsync(new AuditFilter { Action = "incident.recorded", Limit = 10 }, CancellationToken.None)).Single();
        Assert.That(CanonicalAuditEvent.Read(recorded.Canonical)!.Details!["sha256"], Is.EqualTo(Convert.ToHexStringLower(first.Sha256)));
        Assert.That((await Get<AuditProof>().VerifyAsync(CancellationToken.None)).FirstBreak, Is.Null);
    }

    [Test]
    public async Task What_a_process_that_died_left_out_another_takes_once_it_is_old_enough()
    {
        await RotateAsync(KeyType);
        var opened = await EmergencyAsync();

        await RecordAsync(TimeSpan.FromMinutes(1));
        var meanwhile = await Incidents.ListNotTakenAsync(CancellationToken.None);
        await Store.ExecuteAsync($"update {Store.Schema}incident set opened_at = '2026-01-01 00:00:00'");
        await RecordAsync(TimeSpan.FromMinutes(1));

        Assert.That(meanwhile.Select(incident => incident.Id), Is.EqualTo(new[] { opened.IncidentId }));
        Assert.That(await Incidents.ListNotTakenAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task They_are_listed_the_latest_first_page_by_page()
    {
        await RotateAsync(KeyType);
        var opened = new List<Guid>();
        for (var i = 0; i < 3; i++)
            opened.Add((await EmergencyAsync()).IncidentId);

        var first = await Incidents.ListAsync(null, 2, CancellationToken.None);
        var rest = await Incidents.ListAsync(first[^1].Id, 2, CancellationToken.None);

        Assert.That(first.Concat(rest).Select(incident => incident.Id), Is.EqualTo(Enumerable.Reverse(opened)));
    }

    private IncidentCapture Capture => new([.. Get<IForensicParts>().All, new ConfigurationPart(Options)], "test", TimeProvider.System, NullLogger<IncidentCapture>.Instance);

    private Task RecordAsync(TimeSpan minimumAge = default) =>
        new IncidentRecorder(Incidents, Capture, TimeProvider.System, NullLogger<IncidentRecorder>.Instance).RecordAsync(minimumAge, CancellationToken.None);

    private Task<EmergencyOpened> EmergencyAsync() =>
        Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a laptop was lost", Compromised: true, "olga"), CancellationToken.None);

    private Task<long> EventsAsync(string action) => Store.ScalarAsync<long>($"select count(*) from {Store.Schema}audit_event where action = '{action}'");
}
