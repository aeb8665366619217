namespace KeyRotation.Migration;

/// <summary>How migrations work.</summary>
/// <param name="BatchSize">Rows re-encrypted by one transaction. Default 1000, range 1 to 100,000.</param>
public sealed record MigrationSettings(int BatchSize = 1000);
