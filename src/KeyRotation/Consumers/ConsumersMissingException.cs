namespace KeyRotation.Consumers;

/// <summary>Live consumers do not hold the version, so it was not activated.</summary>
public sealed class ConsumersMissingException(IReadOnlyList<string> consumers)
    : Exception($"Not activated: {string.Join(", ", consumers)} cannot read the version yet.")
{
    public IReadOnlyList<string> Consumers { get; } = consumers;
}
