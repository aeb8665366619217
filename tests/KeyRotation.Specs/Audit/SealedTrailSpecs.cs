using KeyRotation.Audit;

namespace KeyRotation.Specs.Audit;

public sealed class SealedTrailSpecs
{
    private RecordedTrail _trail = null!;

    [SetUp]
    public void MakeTrail() => _trail = RecordedTrail.OfSeals(lanes: 2, seals: 3);

    [TearDown]
    public void DropTrail() => _trail.Dispose();

    [Test]
    public async Task Events_removed_before_an_honest_sealer_sealed_what_was_left_are_found_in_that_seal()
    {
        _trail.CutOff(1, behind: 1);
        _trail.Seal(_trail.Key);

        var found = (await Verify()).Break!;

        Assert.That((found.Kind, found.Lane, found.Seq, found.Seal), Is.EqualTo((AuditBreakKind.SealGoesBack, 1, 3, 4)));
    }

    [Test]
    public async Task Lane_removed_before_an_honest_sealer_sealed_what_was_left_is_found_in_that_seal()
    {
        _trail.CutOff(1, behind: 0);
        _trail.Heads.RemoveAt(1);
        _trail.Seal(_trail.Key);

        var found = (await Verify()).Break!;

        Assert.That((found.Kind, found.Lane, found.Seal), Is.EqualTo((AuditBreakKind.LaneRemoved, 1, 4)));
    }

    [Test]
    public async Task Recomputed_event_is_named_with_the_first_seal_that_knows_better()
    {
        using var forged = RecordedTrail.OfSeals(lanes: 2, seals: 0);
        // The forger leaves lane 0, writes another lane 1, and makes every plain hash and the head fit.
        forged.Append(1);
        forged.Append(1);
        forged.Append(1);
        _trail.Events.RemoveAll(stored => stored.Lane == 1);
        _trail.Events.AddRange(forged.Events);
        _trail.Heads[1] = forged.Heads[1];

        var found = (await Verify()).Break!;

        Assert.That((found.Kind, found.Lane, found.Seq, found.Seal), Is.EqualTo((AuditBreakKind.SealedHashMismatch, 1, 1, 1)));
        Assert.That(found.ToString(), Does.Contain(found.Expected).And.Contain(Convert.ToHexStringLower(forged.Events[0].Hash)));
    }

    [Test]
    public async Task Changed_hash_is_told_with_what_was_expected_and_what_is_there()
    {
        var index = _trail.Events.FindIndex(stored => stored is { Lane: 1, Seq: 2 });
        var right = _trail.Events[index].Hash;
        _trail.Events[index] = _trail.Events[index] with { Hash = new byte[AuditHash.Size] };

        var found = (await Verify()).Break!;

        Assert.That((found.Kind, found.Lane, found.Seq), Is.EqualTo((AuditBreakKind.HashMismatch, 1, 2)));
        Assert.That((found.Expected, found.Actual), Is.EqualTo((Convert.ToHexStringLower(right), new string('0', 64))));
    }

    [Test]
    public async Task Duration_that_was_put_where_there_is_none_is_found([Values(-1.0, 0.0, double.NaN)] double duration)
    {
        _trail.Events[0] = _trail.Events[0] with { Columns = _trail.Events[0].Columns with { DurationSeconds = duration } };

        Assert.That((await Verify()).FirstBreak, Does.Contain("duration_seconds"));
    }

    [Test]
    public async Task Unsealed_tail_is_as_old_as_its_oldest_event()
    {
        _trail.Append(1);
        _trail.Append(0);
        var found = await Verify();

        Assert.That(found.UnsealedEvents, Is.EqualTo(2));
        Assert.That(found.OldestUnsealedAt, Is.EqualTo(RecordedTrail.Start.AddMinutes(6)));
        Assert.That(found.AgeOfUnsealedTail(RecordedTrail.Start.AddMinutes(10)), Is.EqualTo(TimeSpan.FromMinutes(4)));
    }

    [Test]
    public async Task Sealed_trail_has_no_unsealed_tail()
    {
        var found = await Verify();

        Assert.That(found.OldestUnsealedAt, Is.Null);
        Assert.That(found.AgeOfUnsealedTail(RecordedTrail.Start.AddYears(1)), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Lanes_are_read_no_further_than_the_seal_in_hand_so_that_memory_does_not_grow_with_the_trail()
    {
        var ahead = new List<long>();
        long inHand = 0;
        _trail.OnSealRead = seal =>
        {
            ahead.AddRange(_trail.ReadUpTo.Values.Select(seq => seq - inHand));
            inHand = seal.ReadHeads()![0].Seq;
        };

        await Verify();

        Assert.That(ahead, Is.Not.Empty.And.All.LessThanOrEqualTo(0));
        Assert.That(_trail.ReadUpTo.Values, Is.All.EqualTo(3));
    }

    private Task<AuditVerification> Verify() => new AuditVerifier(_trail).VerifyAsync(default);
}
