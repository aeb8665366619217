namespace KeyRotation.Migration;

/// <summary>
/// The keys of a range, in canonical form: behind <paramref name="After"/>, up to and with <paramref name="Through"/>. Null = open. Only the
/// database compares keys.
/// </summary>
/// <param name="After">The last key before the range.</param>
/// <param name="Through">The last key of the range.</param>
public sealed record RangeBounds(string? After, string? Through)
{
    /// <summary>All keys there are, and those that come.</summary>
    public static RangeBounds Everything { get; } = new(null, null);

    /// <summary>The ranges between boundaries that ascend. The first and the last are open: whatever key comes, it is in one of them.</summary>
    public static IReadOnlyList<RangeBounds> Between(IReadOnlyList<string> boundaries) =>
        [.. Enumerable.Range(0, boundaries.Count + 1).Select(index => new RangeBounds(
            index == 0 ? null : boundaries[index - 1],
            index == boundaries.Count ? null : boundaries[index]))];
}
