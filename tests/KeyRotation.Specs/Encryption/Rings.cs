using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>Builds rings for tests.</summary>
internal static class Rings
{
    public const uint KeyId = 1;

    /// <summary>A ring of given keys, the last one active.</summary>
    public static KeyRing Of(uint keyId, params (int Version, byte[] Key)[] keys) =>
        new("token_encryption", keyId, epoch: 1, activation: 1, activeVersion: keys[^1].Version, keys.Select(key => new KeyRingEntry(key.Version, KeyMaterial.From(key.Key))));

    /// <summary>A ring of random keys, the last one active.</summary>
    public static KeyRing Random(params int[] versions) =>
        new("token_encryption", KeyId, epoch: 1, activation: 1, activeVersion: versions[^1], versions.Select(version => new KeyRingEntry(version, KeyMaterial.Generate())));

    /// <summary>32 bytes, all the same.</summary>
    public static byte[] Key(byte value) => [.. Enumerable.Repeat(value, KeyMaterial.Size)];
}
