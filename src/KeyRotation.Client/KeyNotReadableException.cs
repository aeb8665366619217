namespace KeyRotation.Client;

/// <summary>A key version did not unwrap. The message names it, and the key-encryption key that was expected.</summary>
public sealed class KeyNotReadableException(string problem) : Exception(problem);
