namespace KeyRotation.Consumers;

/// <summary>Who holds key rings, and what they said that they hold.</summary>
public interface IConsumerDirectory
{
    /// <summary>Live consumers that have not acknowledged holding the version with this check value.</summary>
    Task<IReadOnlyList<string>> NotHoldingAsync(string keyType, int version, ReadOnlyMemory<byte> checkValue, CancellationToken cancellationToken);

    /// <summary>Live consumers that have not acknowledged the activation.</summary>
    Task<IReadOnlyList<string>> NotAcknowledgedAsync(string keyType, long activation, CancellationToken cancellationToken);
}
