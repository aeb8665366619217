using KeyRotation.Encryption;

namespace KeyRotation.Custody;

/// <summary>What came of unwrapping: the material, which the caller disposes, or what is wrong and what to do.</summary>
public sealed record UnwrappedKey(KeyMaterial? Material, string? Problem);
