namespace KeyRotation.Rotations;

/// <summary>What became of a key type when all were scheduled.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Result">What was done.</param>
/// <param name="RotationId">The rotation that is open now; null = none is.</param>
/// <param name="Detail">For people.</param>
public sealed record ScheduledKeyType(string KeyType, ScheduleResult Result, RotationId? RotationId, string Detail);
