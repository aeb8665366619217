namespace KeyRotation.Custody;

/// <summary>Takes key bytes that are zeroed when it returns.</summary>
public delegate void TakeMaterial(ReadOnlySpan<byte> material);
