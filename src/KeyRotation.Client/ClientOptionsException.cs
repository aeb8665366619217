namespace KeyRotation.Client;

/// <summary>An application's settings are not valid. The message lists every problem.</summary>
public sealed class ClientOptionsException(IReadOnlyList<string> problems)
    : Exception($"The settings of the key rotation client are not valid:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
