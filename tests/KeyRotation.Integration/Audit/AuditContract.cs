using System.Data.Common;
using KeyRotation.Audit;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Audit;

[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class AuditContract(DatabaseKind kind) : StoreFixture(kind)
{
    [Test]
    public async Task The_database_refuses_to_change_or_remove_an_event_or_a_seal()
    {
        await RotateAsync("token_encryption");
        await Get<AuditSealer>().SealAsync(CancellationToken.None);

        foreach (var statement in new[] { "update {0}audit_event set actor = 'nobody'", "delete from {0}audit_event", "update {0}audit_seal set number = 9", "delete from {0}audit_seal" })
            await Assert.CatchAsync<DbException>(() => Store.ExecuteAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, Store.Schema)), statement);
    }

    [Test]
    public async Task A_whole_trail_is_found_whole_and_its_unsealed_tail_is_counted()
    {
        await RotateAsync("token_encryption");
        await Get<AuditSealer>().SealAsync(CancellationToken.None);
        await RotateAsync("file_encryption");

        var found = await Get<AuditVerifier>().VerifyAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(found.FirstBreak, Is.Null);
            Assert.That(found.Events, Is.EqualTo(10));
            Assert.That(found.Seals, Is.EqualTo(1));
            Assert.That(found.UnsealedEvents, Is.EqualTo(5));
        });
    }

    [Test]
    public async Task A_seal_is_made_only_when_a_lane_has_moved()
    {
        await RotateAsync("token_encryption");

        var first = await Get<AuditSealer>().SealAsync(CancellationToken.None);
        var second = await Get<AuditSealer>().SealAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(first, Is.Not.Null);
            Assert.That(second, Is.Null);
        });
    }

    [Test]
    public async Task Who_drops_the_guards_and_recomputes_every_later_hash_is_still_found()
    {
        await RotateAsync("token_encryption");
        await Get<AuditSealer>().SealAsync(CancellationToken.None);
        await DropGuardsAsync();

        await ForgeAsync();

        var found = await Get<AuditVerifier>().VerifyAsync(CancellationToken.None);
        Assert.That(found.FirstBreak, Does.Contain("a signed seal knows it with another hash"));
    }

    [Test]
    public async Task Who_drops_the_guards_and_changes_a_column_is_found()
    {
        await RotateAsync("token_encryption");
        await DropGuardsAsync();

        await Store.ExecuteAsync($"update {Store.Schema}audit_event set actor = 'somebody else' where action = 'key.created'");

        var found = await Get<AuditVerifier>().VerifyAsync(CancellationToken.None);
        Assert.That(found.FirstBreak, Does.Contain("column actor says something else"));
    }

    [Test]
    public async Task Who_removes_the_newest_events_and_moves_the_heads_back_is_found_by_the_seal()
    {
        await RotateAsync("token_encryption");
        await Get<AuditSealer>().SealAsync(CancellationToken.None);
        await DropGuardsAsync();

        await Store.ExecuteAsync($"delete from {Store.Schema}audit_event");
        await Store.ExecuteAsync($"update {Store.Schema}audit_lane set seq = 0, head = {ZeroHash}");

        var found = await Get<AuditVerifier>().VerifyAsync(CancellationToken.None);
        Assert.That(found.FirstBreak, Does.Contain("a signed seal knows event"));
    }

    [Test]
    public async Task Rotations_at_once_leave_lanes_without_a_gap()
    {
        var keyTypes = new[] { "token_encryption", "database_encryption", "file_encryption", "session_encryption", "api_signature" };

        await Task.WhenAll(keyTypes.Select(async keyType =>
        {
            await RotateAsync(keyType);
            // Two slots: whoever found none comes again.
            while (await Get<KeyRotation.Rotations.RotationService>().RunAsync(keyType, CancellationToken.None) is not KeyRotation.Rotations.RotationProgress.NothingOpen)
                await Task.Yield();
        }));

        var found = await Get<AuditVerifier>().VerifyAsync(CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(found.FirstBreak, Is.Null);
            Assert.That(found.Events, Is.EqualTo(25));
        });
    }

    private string ZeroHash => Kind switch
    {
        DatabaseKind.PostgreSql => $"'\\x{new string('0', 64)}'",
        DatabaseKind.SqlServer => $"0x{new string('0', 64)}",
        _ => $"x'{new string('0', 64)}'",
    };

    private async Task DropGuardsAsync()
    {
        var statements = Kind switch
        {
            DatabaseKind.PostgreSql => ["alter table keyrotation.audit_event disable trigger all"],
            DatabaseKind.SqlServer => ["disable trigger keyrotation.audit_event_is_append_only on keyrotation.audit_event"],
            _ => new[] { "drop trigger keyrotation_audit_event_is_not_updated", "drop trigger keyrotation_audit_event_is_not_deleted" },
        };
        foreach (var statement in statements)
            await Store.ExecuteAsync(statement);
    }

    /// <summary>Changes the first event of a lane, and recomputes its hash, every later hash of the lane, and the lane's head.</summary>
    private async Task ForgeAsync()
    {
        var trail = Get<IAuditTrailReader>();
        var head = (await trail.ReadHeadsAsync(CancellationToken.None)).First(candidate => candidate.Seq > 0);
        var previous = AuditHash.Genesis.ToArray();
        await foreach (var stored in trail.ReadLaneAsync(head.Lane, CancellationToken.None))
        {
            var @event = CanonicalAuditEvent.Read(stored.Canonical)!;
            var forged = stored.Seq == 1 ? @event with { Actor = "somebody else" } : @event;
            var canonical = CanonicalAuditEvent.Write(forged);
            var hash = AuditHash.OfEvent(stored.Lane, stored.Seq, previous, canonical);
            await Store.ExecuteAsync($"update {Store.Schema}audit_event set actor = '{forged.Actor}', canonical = {Hex(canonical)}, previous = {Hex(previous)}, hash = {Hex(hash)} where lane = {stored.Lane} and seq = {stored.Seq}");
            previous = hash;
        }
        await Store.ExecuteAsync($"update {Store.Schema}audit_lane set head = {Hex(previous)} where lane = {head.Lane}");
    }

    private string Hex(byte[] bytes) => Kind switch
    {
        DatabaseKind.PostgreSql => $"'\\x{Convert.ToHexString(bytes)}'",
        DatabaseKind.SqlServer => $"0x{Convert.ToHexString(bytes)}",
        _ => $"x'{Convert.ToHexString(bytes)}'",
    };
}
