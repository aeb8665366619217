namespace KeyRotation.Consumers;

/// <summary>What a consumer says that it holds of a key type.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Incarnation">Of the store that the ring was read from.</param>
/// <param name="Epoch">Of the ring.</param>
/// <param name="Activation">The activation that the consumer encrypts by: its write floor.</param>
/// <param name="Held">Version to check value (lower-case hex) of every version that it can read.</param>
public sealed record Acknowledgement(string KeyType, Guid Incarnation, long Epoch, long Activation, IReadOnlyDictionary<int, string> Held);
