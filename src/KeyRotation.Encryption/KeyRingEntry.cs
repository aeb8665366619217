namespace KeyRotation.Encryption;

/// <summary>One key version in a ring. The ring owns the material from then on.</summary>
/// <param name="Version">1 and more.</param>
/// <param name="Material">The key.</param>
public sealed record KeyRingEntry(int Version, KeyMaterial Material);
