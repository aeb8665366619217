namespace KeyRotation.Node.Configuration;

/// <summary>The configuration cannot be used; every problem at once.</summary>
internal sealed class ConfigurationProblemException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
