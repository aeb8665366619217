namespace KeyRotation.Retirement;

/// <summary>A clock moved, between two check-ins of a node, by more than an hour that the node's monotonic clock did not see.</summary>
/// <param name="Instance">The node that saw it: its host, and behind a slash which run of it.</param>
/// <param name="Clock">Whose clock: <c>node</c> or <c>database</c>.</param>
/// <param name="SeenAt">On the database's clock, after the jump.</param>
/// <param name="Seconds">Forward where positive.</param>
public sealed record ClockJump(string Instance, string Clock, DateTimeOffset SeenAt, double Seconds)
{
    /// <summary>A node's clock is its machine's: the next run of it has the same one.</summary>
    public string Host => Instance.Split('/')[0];
}
