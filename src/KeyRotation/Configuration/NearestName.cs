namespace KeyRotation.Configuration;

/// <summary>Offers the known name that a mistyped one most likely stood for.</summary>
public static class NearestName
{
    /// <summary>Shorter beginnings are somebody else's just as well.</summary>
    private const int ShortestBeginning = 3;

    /// <summary>The known name that differs in the fewest letters, upper and lower case being the same; the first one of several.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="known"/> is empty.</exception>
    public static string Of(string written, IEnumerable<string> known) =>
        known.MinBy(name => Letters(name, written))
        ?? throw new InvalidOperationException($"There is no known name to offer for '{written}'.");

    /// <summary>For the one who wrote it: the nearest known name where one is near, else all of them.</summary>
    public static string Suggestion(string written, IReadOnlyCollection<string> known) => known.Count switch
    {
        0 => "There is none.",
        _ when Of(written, known) is var nearest && IsNear(nearest, written) => $"Did you mean {nearest}?",
        _ when known.FirstOrDefault(name => IsBeginning(written, name)) is { } meant => $"Did you mean {meant}?",
        _ => $"Expected one of {string.Join(", ", known)}.",
    };

    /// <summary>Of names that differ in more than half of their letters none was meant for the other.</summary>
    private static bool IsNear(string name, string written) => 2 * Letters(name, written) <= Math.Max(name.Length, written.Length);

    private static bool IsBeginning(string written, string name) =>
        written.Length >= ShortestBeginning && name.StartsWith(written, StringComparison.OrdinalIgnoreCase);

    private static int Letters(string name, string written) => EditDistance.Between(name.ToUpperInvariant(), written.ToUpperInvariant());
}
