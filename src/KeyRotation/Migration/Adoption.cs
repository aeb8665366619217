namespace KeyRotation.Migration;

/// <summary>One sealing of existing data.</summary>
public sealed record Adoption(Guid Id, string KeyType, string Target, string Source, string RequestedBy, DateTimeOffset StartedAt);
