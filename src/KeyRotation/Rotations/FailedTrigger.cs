namespace KeyRotation.Rotations;

/// <summary>A trigger in the engine's state ERROR.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Job">Of the job that it fires.</param>
/// <param name="KeyType">That the job rotates; null where it rotates none.</param>
public sealed record FailedTrigger(string Name, string Job, string? KeyType);
