namespace KeyRotation.Api.Requests;

/// <summary>A page of a list.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="NextCursor">Where the next page begins; null = this was the last.</param>
internal sealed record PageDto<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <param name="found">One more than the limit where there are more.</param>
    /// <param name="limit">Of the page.</param>
    /// <param name="cursorOf">From the last item to the cursor behind it.</param>
    public static PageDto<T> Of(IReadOnlyList<T> found, int limit, Func<T, string> cursorOf) =>
        found.Count > limit ? new PageDto<T>([.. found.Take(limit)], cursorOf(found[limit - 1])) : new PageDto<T>(found, null);
}
