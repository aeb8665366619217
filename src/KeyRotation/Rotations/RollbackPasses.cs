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
}
