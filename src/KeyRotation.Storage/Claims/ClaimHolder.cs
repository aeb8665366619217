namespace KeyRotation.Storage.Claims;

/// <summary>The name under which this process holds claims: unique among all processes that ever ran.</summary>
public sealed record ClaimHolder(string Name)
{
    public static ClaimHolder ThisProcess { get; } = new($"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}");
}
