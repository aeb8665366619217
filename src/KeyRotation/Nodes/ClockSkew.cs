namespace KeyRotation.Nodes;

/// <summary>
/// How far a node's clock is from the database's: policies are judged by the one, claims by the other. Pure.
/// </summary>
public static class ClockSkew
{
    /// <summary>Beyond this it is said.</summary>
    public static TimeSpan Warning { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Beyond this the node takes no work.</summary>
    public static TimeSpan Refusal { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The node's clock minus the database's, which was read between two looks at the node's.</summary>
    public static TimeSpan Between(DateTimeOffset before, DateTimeOffset database, DateTimeOffset after) => before + ((after - before) / 2) - database;

    public static bool IsWarned(TimeSpan skew) => skew.Duration() > Warning;

    public static bool IsRefused(TimeSpan skew) => skew.Duration() > Refusal;
}
