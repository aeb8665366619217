namespace KeyRotation.Retirement;

/// <summary>Why a count of a target proves nothing.</summary>
/// <param name="Reason">Why the versions are kept.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record CountObstacle(KeepReason Reason, string Detail);
