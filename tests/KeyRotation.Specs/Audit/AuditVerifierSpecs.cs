using System.Security.Cryptography;
using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

[TestFixture]
internal sealed class AuditVerifierSpecs
{
    private Trail _trail = null!;

    [SetUp]
    public void MakeTrail() => _trail = Trail.OfTwoLanes();

    [TearDown]
    public void DropTrail() => _trail.Dispose();

    [Test]
    public async Task Trail_that_nobody_touched_is_whole_and_its_unsealed_tail_is_counted()
    {
        var found = await VerifyAsync();

        Assert.That(found.FirstBreak, Is.Null);
        Assert.That(found, Is.EqualTo(new AuditVerification { Events = 8, Seals = 2, UnsealedEvents = 2, LastSealedAt = Trail.Start.AddSeconds(1), OldestUnsealedAt = Trail.Start.AddMinutes(7) }));
    }

    [Test]
    public async Task Empty_trail_is_whole()
    {
        using var empty = new Trail(lanes: 4);

        var found = await new AuditVerifier(empty).VerifyAsync(default);

        Assert.That(found, Is.EqualTo(new AuditVerification { Events = 0, Seals = 0, UnsealedEvents = 0, LastSealedAt = null }));
    }

    [Test]
    public async Task Trail_without_a_seal_is_whole_and_all_of_it_is_unsealed()
    {
        using var young = new Trail(lanes: 2);
        young.Append(0, 3).Append(1, 2);

        var found = await new AuditVerifier(young).VerifyAsync(default);

        Assert.That(found, Is.EqualTo(new AuditVerification { Events = 5, Seals = 0, UnsealedEvents = 5, LastSealedAt = null, OldestUnsealedAt = Trail.Start.AddMinutes(1) }));
    }

    [Test]
    public async Task Fully_sealed_trail_has_no_unsealed_tail()
    {
        _trail.Seal();

        Assert.That((await VerifyAsync()).UnsealedEvents, Is.Zero);
    }

    [Test]
    public async Task Changed_bytes_of_an_event_are_found([Range(0, 1)] int lane, [Range(1, 4)] int seq)
    {
        _trail.Change(lane, seq, stored => stored with { Canonical = CanonicalAuditEvent.Write(Trail.Event(99)) });

        await AssertBreakAsync($"Lane {lane}, event {seq} ", "hash is not that of its bytes");
    }

    [Test]
    public async Task Changed_event_with_its_own_hash_recomputed_breaks_the_next_link()
    {
        _trail.Change(0, 3, stored => stored with { Hash = AuditHash.OfEvent(0, 3, stored.Previous, CanonicalAuditEvent.Write(Trail.Event(99))), Canonical = CanonicalAuditEvent.Write(Trail.Event(99)), Columns = Trail.ColumnsOf(Trail.Event(99)) });
        _trail.Seals.Clear();

        await AssertBreakAsync("Lane 0, event 4 ", "link to the event before");
    }

    private static readonly TestCaseData[] Columns =
    [
        Column("event_id", columns => columns with { EventId = Guid.Empty }),
        Column("occurred_at", columns => columns with { OccurredAt = columns.OccurredAt.AddMilliseconds(1) }),
        Column("key_type", columns => columns with { KeyType = "Orders" }),
        Column("key_type", columns => columns with { KeyType = null }),
        Column("key_type_seq", columns => columns with { KeyTypeSequence = 0 }),
        Column("action", columns => columns with { Action = AuditActions.RotationFailed }),
        Column("outcome", columns => columns with { Outcome = "failure" }),
        Column("actor", columns => columns with { Actor = "somebody else" }),
        Column("rotation_id", columns => columns with { RotationId = null }),
        Column("key_version", columns => columns with { KeyVersion = 0 }),
        Column("duration_seconds", columns => columns with { DurationSeconds = columns.DurationSeconds + 0.001 }),
        Column("duration_seconds", columns => columns with { DurationSeconds = null }),
        Column("duration_seconds", columns => columns with { DurationSeconds = double.NaN }),
        Column("records_affected", columns => columns with { RecordsAffected = 0 }),
        Column("error_details", columns => columns with { ErrorDetails = null }),
    ];

    [TestCaseSource(nameof(Columns))]
    public async Task Changed_column_is_named(string column, Func<AuditEventColumns, AuditEventColumns> change)
    {
        _trail.Change(1, 2, stored => stored with { Columns = change(stored.Columns) });

        await AssertBreakAsync("Lane 1, event 2 ", $"column {column} ");
    }

    [Test]
    public async Task Column_that_was_filled_where_the_event_has_nothing_is_named([Values(-1, 0)] double seconds)
    {
        using var trail = new Trail(lanes: 1);
        trail.Append(0);
        var canonical = CanonicalAuditEvent.Write(Trail.Event(1) with { DurationSeconds = null });
        trail.Change(0, 1, stored => stored with { Canonical = canonical });
        trail.Recompute(0);
        trail.Change(0, 1, stored => stored with { Columns = stored.Columns with { DurationSeconds = seconds } });

        Assert.That((await new AuditVerifier(trail).VerifyAsync(default)).FirstBreak, Does.Contain("column duration_seconds "));
    }

    [Test]
    public async Task Event_removed_from_the_middle_is_found([Range(1, 3)] int seq)
    {
        _trail.Events.RemoveAt(_trail.IndexOf(1, seq));

        await AssertBreakAsync($"Lane 1, event {seq + 1} ", $"expected event {seq} here");
    }

    [Test]
    public async Task Event_removed_from_the_middle_with_everything_recomputed_is_found_by_the_seal()
    {
        _trail.Events.RemoveAt(_trail.IndexOf(1, 2));
        _trail.Recompute(1);

        await AssertBreakAsync("Lane 1, event 2 ", "a signed seal knows it with another hash");
    }

    [Test]
    public async Task Newest_event_removed_is_found_by_the_head()
    {
        _trail.Events.RemoveAt(_trail.IndexOf(0, 4));

        await AssertBreakAsync("Lane 0 ends at event 3; its head says 4");
    }

    [Test]
    public async Task Newest_sealed_events_removed_with_the_head_moved_back_are_found_by_the_seal([Range(0, 2)] int left)
    {
        _trail.Events.RemoveAll(stored => stored.Lane == 0 && stored.Seq > left);
        _trail.Recompute(0);

        await AssertBreakAsync($"Lane 0 ends at event {left}; a signed seal knows event 3");
    }

    [Test]
    public async Task Newest_unsealed_event_removed_with_the_head_moved_back_cannot_be_found()
    {
        _trail.Events.RemoveAt(_trail.IndexOf(0, 4));
        _trail.Recompute(0);

        var found = await VerifyAsync();

        Assert.That(found.IsWhole);
        Assert.That(found.UnsealedEvents, Is.EqualTo(1));
    }

    [Test]
    public async Task Lane_whose_head_and_events_were_removed_is_found_by_the_seal()
    {
        _trail.Events.RemoveAll(stored => stored.Lane == 1);
        _trail.Heads.RemoveAll(head => head.Lane == 1);

        await AssertBreakAsync("Lane 1 was sealed and has no head");
    }

    [Test]
    public async Task Inserted_event_is_found()
    {
        var before = _trail.Events[_trail.IndexOf(0, 2)];
        var canonical = CanonicalAuditEvent.Write(Trail.Event(99));
        _trail.Events.Insert(_trail.IndexOf(0, 3), new StoredAuditEvent(0, 3, before.Hash, AuditHash.OfEvent(0, 3, before.Hash, canonical), canonical, Trail.ColumnsOf(Trail.Event(99))));

        await AssertBreakAsync("Lane 0, event 3 ");
    }

    [Test]
    public async Task Event_inserted_with_everything_recomputed_is_found_by_the_seal()
    {
        _trail.Events.Insert(_trail.IndexOf(0, 2), _trail.Events[_trail.IndexOf(0, 1)] with { Canonical = CanonicalAuditEvent.Write(Trail.Event(99)) });
        _trail.Recompute(0);

        await AssertBreakAsync("Lane 0, event 2 ", "a signed seal knows it with another hash");
    }

    [Test]
    public async Task Event_changed_with_everything_recomputed_is_found_by_the_next_seal([Range(1, 3)] int seq)
    {
        _trail.Change(1, seq, stored => stored with { Canonical = CanonicalAuditEvent.Write(Trail.Event(99)) });
        _trail.Recompute(1);

        await AssertBreakAsync($"Lane 1, event {Math.Max(2, seq)} ", "every later hash recomputed");
    }

    [Test]
    public async Task Event_moved_into_another_lane_is_found()
    {
        _trail.Change(1, 4, stored => stored with { Lane = 0, Seq = 5 });
        _trail.ChangeHead(0, head => head with { Seq = 5 });

        await AssertBreakAsync("Lane 0, event 5 ");
    }

    [Test]
    public async Task Swapped_lanes_are_found()
    {
        for (var index = 0; index < _trail.Events.Count; index++)
            _trail.Events[index] = _trail.Events[index] with { Lane = 1 - _trail.Events[index].Lane };
        for (var index = 0; index < _trail.Heads.Count; index++)
            _trail.Heads[index] = _trail.Heads[index] with { Lane = 1 - _trail.Heads[index].Lane };

        await AssertBreakAsync("event 1 ", "hash is not that of its bytes");
    }

    [Test]
    public async Task Swapped_lanes_with_everything_recomputed_are_found_by_the_seal()
    {
        for (var index = 0; index < _trail.Events.Count; index++)
            _trail.Events[index] = _trail.Events[index] with { Lane = 1 - _trail.Events[index].Lane };
        _trail.Recompute(0);
        _trail.Recompute(1);

        await AssertBreakAsync("Lane 0, event 2 ", "a signed seal knows it with another hash");
    }

    [Test]
    public async Task Two_events_that_changed_places_are_found()
    {
        var (two, three) = (_trail.Events[_trail.IndexOf(0, 2)], _trail.Events[_trail.IndexOf(0, 3)]);
        _trail.Change(0, 2, _ => three with { Seq = 9 });
        _trail.Change(0, 3, _ => two with { Seq = 3 });
        _trail.Change(0, 9, stored => stored with { Seq = 2 });

        await AssertBreakAsync("Lane 0, event 2 ");
    }

    [Test]
    public async Task Changed_head_is_found()
    {
        _trail.ChangeHead(1, head => head with { Hash = new byte[32] });
        await AssertBreakAsync("Lane 1 ends at event 4; its head says 4");

        _trail.ChangeHead(1, head => head with { Seq = 7 });
        await AssertBreakAsync("Lane 1 ends at event 4; its head says 7");
    }

    [Test]
    public async Task Head_moved_back_alone_is_found()
    {
        _trail.ChangeHead(1, head => head with { Seq = 1 });

        await AssertBreakAsync("Lane 1 ends at event 1");
    }

    [Test]
    public async Task Seal_removed_before_the_last_is_found()
    {
        _trail.Seals.RemoveAt(0);

        await AssertBreakAsync("Seal 2 follows seal 0", "missing");
    }

    [Test]
    public async Task Last_seal_removed_cannot_be_found_and_makes_the_unsealed_tail_longer()
    {
        _trail.Seals.RemoveAt(1);

        var found = await VerifyAsync();

        Assert.That(found.IsWhole);
        Assert.That(found.UnsealedEvents, Is.EqualTo(4));
    }

    [Test]
    public async Task Seal_signed_again_by_another_key_is_found()
    {
        using var forger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _trail.ChangeSeal(2, seal => seal with { Signature = forger.SignHash(seal.Hash) });

        await AssertBreakAsync("Seal 2", "signature by audit key 1 does not match");
    }

    [Test]
    public async Task Seal_made_again_over_a_forged_lane_by_another_key_is_found()
    {
        using var forger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _trail.Change(0, 1, stored => stored with { Canonical = CanonicalAuditEvent.Write(Trail.Event(99)) });
        _trail.Recompute(0);
        _trail.Seals.Clear();
        _trail.Seal(forger);

        await AssertBreakAsync("Seal 1", "forged");
    }

    [Test]
    public async Task Seal_by_an_audit_key_that_is_not_registered_is_found()
    {
        using var forger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _trail.Seal(forger, keyNumber: 2);

        await AssertBreakAsync("Seal 3", "audit key 2, which is not registered");
    }

    [Test]
    public async Task Seal_by_a_second_registered_key_is_good()
    {
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _trail.PublicKeys[2] = second.ExportSubjectPublicKeyInfo();
        _trail.Seal(second, keyNumber: 2);

        Assert.That((await VerifyAsync()).FirstBreak, Is.Null);
    }

    [Test]
    public async Task Damaged_public_key_is_a_break_and_no_exception()
    {
        _trail.PublicKeys[1] = [1, 2, 3];
        await AssertBreakAsync("audit key 1");

        using var rsa = RSA.Create(2048);
        _trail.PublicKeys[1] = rsa.ExportSubjectPublicKeyInfo();
        await AssertBreakAsync("audit key 1");

        using var otherCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        _trail.PublicKeys[1] = otherCurve.ExportSubjectPublicKeyInfo();
        await AssertBreakAsync("audit key 1");
    }

    private static readonly TestCaseData[] SealChanges =
    [
        new TestCaseData((AuditSeal seal) => seal with { Canonical = Flip(seal.Canonical, 20) }).SetArgDisplayNames("a head"),
        new TestCaseData((AuditSeal seal) => seal with { Canonical = seal.Canonical[..^1] }).SetArgDisplayNames("its length"),
        new TestCaseData((AuditSeal seal) => seal with { Canonical = [] }).SetArgDisplayNames("no bytes"),
        new TestCaseData((AuditSeal seal) => seal with { Hash = Flip(seal.Hash, 0) }).SetArgDisplayNames("its hash"),
        new TestCaseData((AuditSeal seal) => seal with { Previous = Flip(seal.Previous, 0) }).SetArgDisplayNames("its link"),
        new TestCaseData((AuditSeal seal) => seal with { Signature = Flip(seal.Signature, 0) }).SetArgDisplayNames("its signature"),
        new TestCaseData((AuditSeal seal) => seal with { Signature = [] }).SetArgDisplayNames("no signature"),
        new TestCaseData((AuditSeal seal) => seal with { SealedAt = seal.SealedAt.AddSeconds(1) }).SetArgDisplayNames("its time"),
        new TestCaseData((AuditSeal seal) => seal with { Number = 7 }).SetArgDisplayNames("its number"),
    ];

    [TestCaseSource(nameof(SealChanges))]
    public async Task Changed_seal_is_found(Func<AuditSeal, AuditSeal> change)
    {
        _trail.ChangeSeal(2, change);

        await AssertBreakAsync("Seal ");
    }

    [Test]
    public async Task Only_the_first_break_is_named()
    {
        _trail.Change(0, 2, stored => stored with { Canonical = [1] });
        _trail.Change(0, 3, stored => stored with { Canonical = [2] });
        _trail.Change(1, 1, stored => stored with { Canonical = [3] });

        await AssertBreakAsync("Lane 0, event 2 ");
    }

    [Test]
    public async Task Bytes_that_are_no_event_are_found_even_where_every_hash_fits()
    {
        var head = _trail.Heads[0];
        byte[] canonical = [1, 2, 3];
        var hash = AuditHash.OfEvent(0, 5, head.Hash, canonical);
        _trail.Events.Add(new StoredAuditEvent(0, 5, head.Hash, hash, canonical, Trail.ColumnsOf(Trail.Event(9))));
        _trail.ChangeHead(0, _ => new LaneHead(0, 5, hash));

        await AssertBreakAsync("Lane 0, event 5 ", "no canonical event");
    }

    [Test]
    public async Task Events_and_seals_that_come_while_a_verifier_reads_are_no_break()
    {
        _trail.AfterHeads = () => _trail.Append(0, 3).Append(1, 2).Seal();

        Assert.That((await VerifyAsync()).FirstBreak, Is.Null);
    }

    [Test]
    public async Task First_seal_by_a_new_audit_key_that_comes_while_a_verifier_reads_is_no_break()
    {
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _trail.AfterPublicKeys = () =>
        {
            _trail.PublicKeys[2] = second.ExportSubjectPublicKeyInfo();
            _trail.Seal(second, keyNumber: 2);
        };

        Assert.That((await VerifyAsync()).FirstBreak, Is.Null);
    }

    private Task<AuditVerification> VerifyAsync() => new AuditVerifier(_trail).VerifyAsync(default);

    private async Task AssertBreakAsync(params string[] parts)
    {
        var found = await VerifyAsync();
        Assert.That(found.IsWhole, Is.False);
        foreach (var part in parts)
            Assert.That(found.FirstBreak, Does.Contain(part));
    }

    private static TestCaseData Column(string name, Func<AuditEventColumns, AuditEventColumns> change) => new(name, change);

    private static byte[] Flip(byte[] bytes, int index)
    {
        var changed = bytes.ToArray();
        changed[index] ^= 1;
        return changed;
    }
}
