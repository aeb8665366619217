namespace KeyRotation.Idempotency;

/// <summary>A request that its sender may send again, and wants carried out once (docs/api.md, "Sending a request again").</summary>
/// <param name="Actor">Who sends it: keys of two senders never meet.</param>
/// <param name="Key">The sender's own name for the request, 1 to <see cref="LongestKey"/> printable ASCII characters.</param>
/// <param name="Fingerprint">SHA-256 of what is asked: method, address and body.</param>
public sealed record IdempotentRequest(string Actor, string Key, byte[] Fingerprint)
{
    public const int LongestKey = 128;

    /// <summary>Whether a sender may name a request so.</summary>
    public static bool IsKey(string key) => key.Length is >= 1 and <= LongestKey && key.All(character => character is >= '!' and <= '~');
}
