namespace KeyRotation.Rotations;

/// <summary>Somebody's word that a rotation is rolled back.</summary>
/// <param name="By">A user.</param>
/// <param name="Reason">For people.</param>
/// <param name="At">UTC.</param>
public sealed record RollbackOrder(string By, string Reason, DateTimeOffset At);
