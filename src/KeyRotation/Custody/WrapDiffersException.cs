namespace KeyRotation.Custody;

/// <summary>A wrap did not open to what was wrapped: a broken key-encryption key provider. Nothing was stored.</summary>
public sealed class WrapDiffersException(KeyIdentity identity, string kekId)
    : Exception($"The wrap of {identity} by {kekId} did not open to what was wrapped. Nothing was stored. Check the key-encryption key provider.");
