using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

/// <summary>Back under the older of two versions.</summary>
internal sealed class RollbackResealing : ResealFixture
{
    [Test]
    public void A_rollback_seals_a_newer_version_back_under_the_older_one()
    {
        using var resealer = new RowResealer(_rows.Ring, Rows.Old, Rows.Target, ResealMode.RollBack, Rows.NoSuspects);

        var outcome = resealer.Reseal(Rows.Row(_rows.SealedBytes(Rows.Current, "DE02"), _rows.SealedText(Rows.Old, "likes tea")), "1", _quarantined);

        Assert.That(_rows.Open(outcome.Rewrite!.NewCells[Rows.Binary], Rows.Binary), Is.EqualTo((Rows.Old, "DE02")));
        Assert.That(_rows.Open(outcome.Rewrite.NewCells[Rows.Text], Rows.Text), Is.EqualTo((Rows.Old, "likes tea")));
        Assert.That(_quarantined, Is.Empty);
    }

    [Test]
    public void What_is_under_the_version_that_is_rolled_back_to_is_opened_by_its_sweeps_only()
    {
        var row = Rows.Row(_rows.SealedBytes(Rows.Old, "DE02"), _rows.SealedText(Rows.Old, "likes tea"));
        using var migrating = new RowResealer(_rows.Ring, Rows.Old, Rows.Target, ResealMode.RollBack, Rows.NoSuspects);
        using var sweeping = new RowResealer(_rows.Ring, Rows.Old, Rows.Target, ResealMode.VerifyRollBack, Rows.NoSuspects);

        Assert.That(migrating.Reseal(row, "1", _quarantined), Is.EqualTo(new RowOutcome(null, IsVerified: false, Quarantined: 0)));
        Assert.That(sweeping.Reseal(row, "1", _quarantined), Is.EqualTo(new RowOutcome(null, IsVerified: true, Quarantined: 0)));
    }

    [Test]
    public void A_sweep_of_a_rollback_seals_back_what_late_writers_left()
    {
        using var resealer = new RowResealer(_rows.Ring, Rows.Old, Rows.Target, ResealMode.VerifyRollBack, Rows.NoSuspects);

        var outcome = resealer.Reseal(Rows.Row(_rows.SealedBytes(Rows.Current, "late"), null), "1", _quarantined);

        Assert.That(_rows.Open(outcome.Rewrite!.NewCells[Rows.Binary], Rows.Binary), Is.EqualTo((Rows.Old, "late")));
    }
}
