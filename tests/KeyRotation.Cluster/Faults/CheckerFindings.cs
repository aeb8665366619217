using KeyRotation.Checker;
using KeyRotation.Soak;
using KeyRotation.Soak.Cluster;
using KeyRotation.Soak.Runs;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Faults;

/// <summary>The checker against damage that is done by hand: a checker that finds nothing may just not look.</summary>
public sealed class CheckerFindings
{
    private static readonly TestCaseData[] Damage =
    [
        new("delete from app.tokens where id = (select min(id) from app.tokens)", InvariantNames.RowLost),
        new("insert into app.tokens select max(id) + 1000, min(secret) from app.tokens", InvariantNames.RowDoesNotOpen),
        new("update app.secrets set secret = set_byte(secret, 20, (get_byte(secret, 20) + 1) % 256) where id = (select max(id) from app.secrets)", InvariantNames.RowDoesNotOpen),
        new("update keyrotation.key_version set state = 'grace' where key_type = 'token_encryption' and state = 'active'", InvariantNames.OneActiveVersion),
        new("update keyrotation.key_version set state = 'grace' where key_type = 'token_encryption' and state = 'active'", InvariantNames.RowLeftBehind),
        new("delete from keyrotation.activation where key_type = 'session_encryption'", InvariantNames.OneActiveVersion),
        new("update keyrotation.key_version set state = 'retired', wrapped_record = null where key_type = 'token_encryption' and state = 'active'", InvariantNames.RetiredWithReferences),
        new("alter table keyrotation.audit_event disable trigger all; update keyrotation.audit_event set canonical = canonical || ' '::bytea where action = 'key.created' and key_type = 'token_encryption'", InvariantNames.AuditChain),
        new("alter table keyrotation.audit_event disable trigger all; delete from keyrotation.audit_event e where seq = (select max(seq) from keyrotation.audit_event o where o.lane = e.lane)", InvariantNames.AuditChain),
        new("alter table keyrotation.audit_seal disable trigger all; update keyrotation.audit_seal set signature = set_byte(signature, 0, (get_byte(signature, 0) + 1) % 256) where number = 1", InvariantNames.AuditChain),
        new("update keyrotation.key_version set wrapped_record = set_byte(wrapped_record, 30, (get_byte(wrapped_record, 30) + 1) % 256) where key_type = 'token_encryption' and state = 'active'", InvariantNames.RowDoesNotOpen),
        new("update keyrotation.rotation set state = 'failed', ended_at = null where key_type = 'api_signature'", InvariantNames.NotAtRest),
    ];

    private PostgreSqlServer _server = null!;
    private FaultCluster _cluster = null!;

    [OneTimeSetUp]
    public async Task MakeStore()
    {
        _server = await TestServers.OwnPostgreSqlAsync();
        _cluster = await FaultCluster.CreateAsync(_server, new FaultSettings { Nodes = 1, Rows = 500 }, new Dice(1));
        // One rotation in peace, then nobody works on the store any more.
        var record = await FaultRun.RunAsync(_cluster, new FaultPlan { Faults = [], Arms = false }, new Dice(1), TextWriter.Null);
        Assert.That(record.Findings!.Violations, Is.Empty);
        foreach (var slot in _cluster.All.Where(slot => slot.Process is { HasExited: false }))
            await slot.TerminateAsync();
    }

    [OneTimeTearDown]
    public async Task DropStore()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestCaseSource(nameof(Damage))]
    public async Task Name_what_was_damaged(string damage, string invariant)
    {
        var copy = $"damaged_{Guid.NewGuid():N}";
        await using (var store = await DamagedStore.CopyAsync(_server, _cluster, copy))
        {
            await store.ExecuteAsync(damage);

            var findings = await StoreChecker.RunAsync(_cluster.ToCheck(isCalm: true) with { ConnectionString = store.ConnectionString });

            Assert.That(findings.Broken, Contains.Item(invariant), string.Join(Environment.NewLine, findings.Violations));
        }
    }

    [Test]
    public async Task Name_a_version_that_is_not_in_escrow()
    {
        var file = Path.Combine(_cluster.Escrow.Path, "token_encryption", "0000000002.kre");
        File.Move(file, $"{file}.away");

        var findings = await StoreChecker.RunAsync(_cluster.ToCheck(isCalm: true));
        File.Move($"{file}.away", file);

        Assert.That(findings.Broken, Is.EqualTo(new[] { InvariantNames.Escrow }));
    }

    [Test]
    public async Task Are_none_where_nothing_was_damaged() =>
        Assert.That((await StoreChecker.RunAsync(_cluster.ToCheck(isCalm: true))).Violations, Is.Empty);
}
