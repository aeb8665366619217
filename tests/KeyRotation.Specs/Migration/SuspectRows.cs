using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

/// <summary>Ciphertexts that open under a key which others know, and came when no application sealed under it any more.</summary>
internal sealed class SuspectRows : ResealFixture
{
    private static IEnumerable<ResealMode> Resealing => [ResealMode.Migrate, ResealMode.Verify];

    [TestCaseSource(nameof(Resealing))]
    public void One_is_left_as_it_is_and_listed_with_its_version(ResealMode mode)
    {
        var outcome = Reseal(Rows.Row(_rows.SealedBytes(Rows.Old, "DE02"), null), mode, suspect: Rows.Old);

        Assert.That(outcome, Is.EqualTo(new RowOutcome(null, IsVerified: false, Quarantined: 1)));
        Assert.That(_quarantined, Is.EqualTo(new[] { new QuarantinedCell("row 1", "iban", Rows.Old, "suspect") }));
    }

    [Test]
    public void The_rest_of_its_row_is_resealed_and_it_is_written_back_as_it_was()
    {
        var suspect = _rows.SealedBytes(Rows.Newer, "DE02");
        using var resealer = new RowResealer(_rows.Ring, Rows.Old, Rows.Target, ResealMode.RollBack, new HashSet<long> { Rows.Newer });

        var outcome = resealer.Reseal(Rows.Row(suspect, _rows.SealedText(Rows.Current, "likes tea")), "row 1", _quarantined);

        Assert.That(outcome.Rewrite!.NewCells[Rows.Binary], Is.SameAs(suspect));
        Assert.That(_rows.Open(outcome.Rewrite.NewCells[Rows.Text], Rows.Text), Is.EqualTo((Rows.Old, "likes tea")));
        Assert.That(outcome.Quarantined, Is.EqualTo(1));
    }

    [Test]
    public void One_that_does_not_even_open_is_listed_for_that()
    {
        var broken = _rows.SealedBytes(Rows.Old, "DE02");
        broken[^1] ^= 1;

        Reseal(Rows.Row(broken, null), ResealMode.Verify, suspect: Rows.Old);

        Assert.That(_quarantined.Single().Reason, Is.EqualTo("not_authentic"));
    }

    [Test]
    public void What_is_under_the_version_that_is_sealed_under_is_never_suspect()
    {
        var outcome = Reseal(Rows.Row(_rows.SealedBytes(Rows.Current, "DE02"), null), ResealMode.Verify, suspect: Rows.Current);

        Assert.That(outcome, Is.EqualTo(new RowOutcome(null, IsVerified: true, Quarantined: 0)));
    }

    [Test]
    public void A_rollback_launders_no_newer_one()
    {
        using var resealer = new RowResealer(_rows.Ring, Rows.Old, Rows.Target, ResealMode.RollBack, new HashSet<long> { Rows.Current });

        resealer.Reseal(Rows.Row(_rows.SealedBytes(Rows.Current, "DE02"), null), "row 1", _quarantined);

        Assert.That(_quarantined.Single(), Is.EqualTo(new QuarantinedCell("row 1", "iban", Rows.Current, "suspect")));
    }

    private RowOutcome Reseal(TargetRow row, ResealMode mode, long suspect)
    {
        using var resealer = new RowResealer(_rows.Ring, Rows.Current, Rows.Target, mode, new HashSet<long> { suspect });
        return resealer.Reseal(row, $"row {row.Context[0]}", _quarantined);
    }
}
