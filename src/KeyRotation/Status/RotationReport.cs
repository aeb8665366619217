using KeyRotation.Migration;
using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>A rotation, who works on it, and how far it is.</summary>
/// <param name="Rotation">As the store has it.</param>
/// <param name="Holder">The process that has it in hand; null when none has.</param>
/// <param name="Ranges">Passes over its targets.</param>
/// <param name="Migration">What follows from them.</param>
/// <param name="Quarantined">Ciphertexts that did not open.</param>
public sealed record RotationReport(Rotation Rotation, string? Holder, IReadOnlyList<RangeProgress> Ranges, MigrationEstimate Migration, long Quarantined);
