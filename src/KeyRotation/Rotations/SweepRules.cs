using KeyRotation.Migration;

namespace KeyRotation.Rotations;

/// <summary>Whether everything was opened and nothing is left to rewrite, but for what is in quarantine. Pure.</summary>
public static class SweepRules
{
    /// <summary>The last sweep went through every target to its end and found nothing left to rewrite.</summary>
    /// <param name="ranges">Of the rotation, all passes.</param>
    /// <param name="kind">Of the sweeps that count.</param>
    /// <param name="targets">What there is to sweep.</param>
    public static bool AreDone(IReadOnlyCollection<RangeProgress> ranges, RangeKind kind, IReadOnlyCollection<string> targets)
    {
        var sweeps = ranges.Where(range => range.Kind == kind).ToArray();
        if (sweeps.Length == 0)
            return targets.Count == 0;
        // Ranges of a target that was retired meanwhile prove nothing and hinder nothing.
        var last = sweeps.Where(range => range.Pass == sweeps.Max(sweep => sweep.Pass) && targets.Contains(range.Target)).ToArray();
        return last.All(range => range.FinishedAt is not null && range.RowsRewritten + range.RowsSuperseded == 0)
            && !targets.Except(last.Select(range => range.Target)).Any();
    }
}
