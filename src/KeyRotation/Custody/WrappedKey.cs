namespace KeyRotation.Custody;

/// <summary>A key, wrapped.</summary>
/// <param name="Record">The wrapped record.</param>
/// <param name="CheckValue">Identifies the material.</param>
/// <param name="KekId">The key-encryption key that wrapped it.</param>
public sealed record WrappedKey(byte[] Record, byte[] CheckValue, string KekId);
