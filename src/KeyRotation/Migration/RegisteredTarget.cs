namespace KeyRotation.Migration;

/// <summary>A target's registry entry, as far as a count of it goes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Null where the entry was made before places were kept, and no node has started since.</param>
public sealed record RegisteredTarget(string Name, TargetPlace? Place);
