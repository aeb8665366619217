using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>Keys and rings for the specs of this folder.</summary>
internal static class SampleRings
{
    public const uint KeyId = 1;

    /// <summary>00 01 02 ... 1f: the key of the published envelopes.</summary>
    public static byte[] CountingKey => [.. Enumerable.Range(0, KeyMaterial.Size).Select(i => (byte)i)];

    /// <summary>A ring whose versions have random keys; the last one is active.</summary>
    public static KeyRing Of(params int[] versions) => Of(versions[^1], [.. versions.Select(v => KeyRingEntry.Sealing(v, KeyMaterial.Generate()))]);

    public static KeyRing Of(int? active, params KeyRingEntry[] entries) =>
        new("token_encryption", KeyId, epoch: 7, activation: 3, active, entries);
}
