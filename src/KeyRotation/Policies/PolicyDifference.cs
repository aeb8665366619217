namespace KeyRotation.Policies;

/// <summary>A setting of a key type that differs between this node and what the cluster ran by.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Setting">Its name as it is configured.</param>
/// <param name="Here">As this node has it.</param>
/// <param name="Before">As it was.</param>
/// <param name="By">Who configured it so.</param>
public sealed record PolicyDifference(string KeyType, string Setting, string Here, string Before, string By)
{
    public override string ToString() => $"{KeyType}: {Setting} is {Here} here, and was {Before} by {By}";
}
