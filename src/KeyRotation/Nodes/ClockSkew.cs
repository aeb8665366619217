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

    /// <summary>An answer that took longer says too little about the moment that it was given at.</summary>
    public static TimeSpan LongestAnswer { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The node's clock minus the database's; null when the answer took too long to tell.</summary>
    /// <param name="before">The node's clock when it asked.</param>
    /// <param name="database">What the database answered.</param>
    /// <param name="took">From question to answer, on a monotonic clock.</param>
    public static TimeSpan? Of(DateTimeOffset before, DateTimeOffset database, TimeSpan took) =>
        took > LongestAnswer ? null : before + (took / 2) - database;

    public static bool IsWarned(TimeSpan skew) => skew.Duration() > Warning;

    public static bool IsRefused(TimeSpan skew) => skew.Duration() > Refusal;

    /// <summary>Whether another clock is too far off, read between two readings of the one that it is compared with, however long they took.</summary>
    public static bool IsRefused(DateTimeOffset before, DateTimeOffset other, DateTimeOffset after) => other < before - Refusal || other > after + Refusal;
}
