using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>When a key type is expected to rotate next, if nothing else happens.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="At">UTC; never before now.</param>
/// <param name="InWindow">It begins in the maintenance window; else at once, since it is urgent or was executed.</param>
/// <param name="Open">The open rotation that this is; null = none is open yet.</param>
public sealed record UpcomingRotation(string KeyType, DateTimeOffset At, bool InWindow, Rotation? Open);
