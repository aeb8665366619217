namespace KeyRotation.Configuration;

/// <summary>Offers the known name that a mistyped one most likely stood for.</summary>
public static class NearestName
{
    /// <summary>The known name that differs in the fewest letters, upper and lower case being the same; the first one of several.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="known"/> is empty.</exception>
    public static string Of(string written, IEnumerable<string> known) =>
        known.MinBy(name => EditDistance.Between(name.ToUpperInvariant(), written.ToUpperInvariant()))
        ?? throw new InvalidOperationException($"There is no known name to offer for '{written}'.");
}
