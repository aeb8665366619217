namespace KeyRotation.Audit;

/// <summary>A seal as it was exported out of the database: proof against the removal of the newest seals themselves.</summary>
/// <param name="Number">The seal's number.</param>
/// <param name="Hash">The seal's hash, 32 bytes.</param>
public sealed record AuditAnchor(long Number, byte[] Hash);
