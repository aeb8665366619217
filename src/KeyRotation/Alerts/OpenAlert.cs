namespace KeyRotation.Alerts;

/// <summary>An alert that is not over, as the store has it.</summary>
/// <param name="Id">New with each opening.</param>
/// <param name="Alert">What it says.</param>
/// <param name="OpenedAt">UTC.</param>
public sealed record OpenAlert(Guid Id, Alert Alert, DateTimeOffset OpenedAt);
