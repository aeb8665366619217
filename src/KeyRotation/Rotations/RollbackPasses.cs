using KeyRotation.Migration;

namespace KeyRotation.Rotations;

/// <summary>The numbers of a rollback's passes: behind those of the rotation, which stay as they are. Pure.</summary>
public static class RollbackPasses
{
    /// <summary>The pass that migrates back: the one that was planned, else the next free number.</summary>
    /// <param name="ranges">Of the rotation, all passes.</param>
    public static int Migrating(IReadOnlyCollection<RangeProgress> ranges)
    {
        var planned = ranges.Where(range => range.Kind == RangeKind.RollBack).ToArray();
        return planned.Length > 0 ? planned.Min(range => range.Pass)
            : ranges.Count == 0 ? 0
            : ranges.Max(range => range.Pass) + 1;
    }

    /// <summary>Its last sweep went through everything and found nothing left to rewrite.</summary>
    /// <param name="ranges">Of the rotation, all passes.</param>
    public static bool AreDone(IReadOnlyCollection<RangeProgress> ranges)
    {
        var sweeps = ranges.Where(range => range.Kind == RangeKind.VerifyRollBack).ToArray();
        return sweeps.Length > 0
            && sweeps.Where(range => range.Pass == sweeps.Max(sweep => sweep.Pass)).All(range => range.FinishedAt is not null && range.RowsRewritten + range.RowsSuperseded == 0);
    }
}
