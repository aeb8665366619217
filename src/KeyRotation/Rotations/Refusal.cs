namespace KeyRotation.Rotations;

/// <summary>Why a command was not carried out. Nothing was changed.</summary>
/// <param name="Kind">Whose fault it is.</param>
/// <param name="Code">Stable, snake_case, for programs.</param>
/// <param name="Detail">What, which, expected, and the way out.</param>
/// <param name="Rotation">The rotation that stands in the way; null where none does.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Detail, RotationId? Rotation = null);
