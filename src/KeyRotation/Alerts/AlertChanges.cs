namespace KeyRotation.Alerts;

/// <summary>From the alerts that are open to those that should be. Pure.</summary>
/// <param name="Opened">To be opened, or that were.</param>
/// <param name="Updated">Open ones, with what they say now.</param>
/// <param name="Closed">What they say is over.</param>
public sealed record AlertChanges(IReadOnlyList<OpenAlert> Opened, IReadOnlyList<OpenAlert> Updated, IReadOnlyList<OpenAlert> Closed)
{
    public static AlertChanges None { get; } = new([], [], []);

    public bool IsEmpty => Opened.Count + Updated.Count + Closed.Count == 0;

    /// <param name="open">As the store has them.</param>
    /// <param name="expected">What is so now.</param>
    /// <param name="isOurs">Which alerts this process answers for; it leaves the others alone.</param>
    /// <param name="now">UTC.</param>
    public static AlertChanges Between(IReadOnlyList<OpenAlert> open, IReadOnlyList<Alert> expected, Func<Alert, bool> isOurs, DateTimeOffset now)
    {
        var ours = open.Where(present => isOurs(present.Alert)).ToArray();
        return new AlertChanges(
            [.. expected.Where(alert => isOurs(alert) && !open.Any(present => present.Alert.IsSameAs(alert))).Select(alert => new OpenAlert(Guid.CreateVersion7(now), alert, now))],
            [.. ours.SelectMany(present => expected.Where(alert => alert.IsSameAs(present.Alert) && alert != present.Alert).Select(alert => present with { Alert = alert }))],
            [.. ours.Where(present => !expected.Any(alert => alert.IsSameAs(present.Alert)))]);
    }
}
