namespace KeyRotation.Storage.Targets;

/// <summary>Targets that do not match their databases; every problem at once.</summary>
public sealed class TargetProblemException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
