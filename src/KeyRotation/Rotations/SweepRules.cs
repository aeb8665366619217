using KeyRotation.Keys;
using KeyRotation.Migration;

namespace KeyRotation.Rotations;

/// <summary>What sweeps rewrite, and what follows when they are through. Pure.</summary>
public static class SweepRules
{
    /// <summary>Ciphertexts under the version are resealed.</summary>
    /// <param name="version">Its number.</param>
    /// <param name="kind">Of the sweep.</param>
    /// <param name="toVersion">What the sweep seals under.</param>
    public static bool IsLeftBehind(int version, RangeKind kind, int toVersion) => RangeKinds.IsOfRollback(kind) ? version != toVersion : version < toVersion;

    /// <summary>The versions that the first finished sweep settles, those among them that came back from escrow: they may have been active.</summary>
    /// <param name="versions">Of the key type.</param>
    /// <param name="kind">Of the sweep.</param>
    /// <param name="toVersion">What it sealed under.</param>
    /// <returns>Their numbers; those that were settled before are not among them.</returns>
    public static IReadOnlyList<int> SettledBy(IEnumerable<KeyVersion> versions, RangeKind kind, int toVersion) =>
    [
        .. versions
            .Where(version => version.State is KeyVersionState.Grace or KeyVersionState.Disabled && (version.ActivatedAt ?? version.RestoredAt) is not null && version.SettlesAt is null)
            .Select(version => version.Version)
            .Where(version => IsLeftBehind(version, kind, toVersion)),
    ];

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
