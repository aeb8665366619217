using KeyRotation.Migration;
using KeyRotation.Specs.Policies;
using KeyRotation.Status;

namespace KeyRotation.Specs.Status;

/// <summary>How far a migration is.</summary>
public sealed class EstimateRules
{
    [Test]
    public void Of_a_rotation_the_first_pass_counts()
    {
        var estimate = MigrationEstimate.Of([Range(0, RangeKind.Migrate, read: 400, of: 1000), Range(1, RangeKind.Verify, read: 70, of: null)]);

        Assert.That((estimate.RowsTotal, estimate.RowsDone, estimate.RowsPerSecond, estimate.SecondsLeft), Is.EqualTo((1000L, 400L, 40d, 15d)));
    }

    [Test]
    public void Of_a_rollback_the_pass_that_goes_back_counts()
    {
        var estimate = MigrationEstimate.Of([Range(0, RangeKind.Migrate, read: 400, of: 1000), Range(1, RangeKind.RollBack, read: 100, of: 1100)]);

        Assert.That((estimate.RowsTotal, estimate.RowsDone, estimate.RowsPerSecond, estimate.SecondsLeft), Is.EqualTo((1100L, 100L, 10d, 100d)));
    }

    private static RangeProgress Range(int pass, RangeKind kind, long read, long? of) => new()
    {
        WorkId = Guid.Empty,
        Target = "customers",
        Pass = pass,
        RangeNumber = 0,
        Kind = kind,
        RowsRead = read,
        RowsEstimated = of,
        StartedAt = Moment.At("2026-11-24 02:00:00"),
        CheckpointAt = Moment.At("2026-11-24 02:00:10"),
    };
}
