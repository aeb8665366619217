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

    /// <summary>An answer that took longer says too little about the moment that it was given at to be taken for given in the middle.</summary>
    public static TimeSpan PromptAnswer { get; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The node's clock minus the database's; null when the answer took too long to tell anything. Of a slow one the least that it can be: a
    /// database that is slow, in an incident for example, must not stop all work, and a clock that is off by more than the answer took is found.
    /// </summary>
    /// <param name="before">The node's clock when it asked.</param>
    /// <param name="database">What the database answered.</param>
    /// <param name="took">From question to answer, on a monotonic clock.</param>
    public static TimeSpan? Of(DateTimeOffset before, DateTimeOffset database, TimeSpan took) =>
        took > Refusal ? null
        : took <= PromptAnswer ? before + (took / 2) - database
        : Least(before - database, before + took - database);

    private static TimeSpan Least(TimeSpan from, TimeSpan to) => from > TimeSpan.Zero ? from : to < TimeSpan.Zero ? to : TimeSpan.Zero;

    public static bool IsWarned(TimeSpan skew) => skew.Duration() > Warning;

    public static bool IsRefused(TimeSpan skew) => skew.Duration() > Refusal;

    /// <summary>Whether another clock is too far off, read between two readings of the one that it is compared with, however long they took.</summary>
    public static bool IsRefused(DateTimeOffset before, DateTimeOffset other, DateTimeOffset after) => other < before - Refusal || other > after + Refusal;
}
