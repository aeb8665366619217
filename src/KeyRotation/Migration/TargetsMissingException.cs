namespace KeyRotation.Migration;

/// <summary>Targets of the key type are registered that were not looked at, so nothing is called complete.</summary>
public sealed class TargetsMissingException(IReadOnlyList<string> targets)
    : Exception($"Not completed: target {string.Join(", ", targets)} was registered meanwhile.")
{
    public IReadOnlyList<string> Targets { get; } = targets;
}
