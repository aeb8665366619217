namespace KeyRotation.Rotations;

/// <summary>A job that rotates a key type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KeyType">The one that it is named after.</param>
/// <param name="NamedKeyType">The one in its data, which it runs by; null where there is none.</param>
public sealed record ScheduledJob(string Name, string KeyType, string? NamedKeyType);
