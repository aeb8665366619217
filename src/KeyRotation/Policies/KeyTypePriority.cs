namespace KeyRotation.Policies;

/// <summary>How much a key type matters in the queue of rotations.</summary>
public enum KeyTypePriority
{
    Low,
    Medium,
    High,
}
