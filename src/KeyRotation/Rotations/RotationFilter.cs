namespace KeyRotation.Rotations;

/// <summary>Which rotations to list.</summary>
/// <param name="KeyType">Null = of all.</param>
/// <param name="IsOpen">Null = open and ended ones.</param>
/// <param name="Before">Only those scheduled before this one, for the next page; null = from the latest.</param>
/// <param name="Limit">1 to 500.</param>
public sealed record RotationFilter(string? KeyType = null, bool? IsOpen = null, RotationId? Before = null, int Limit = 50);
