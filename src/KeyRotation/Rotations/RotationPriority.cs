namespace KeyRotation.Rotations;

/// <summary>When a rotation may run; it follows from the <see cref="RotationTrigger"/>.</summary>
public enum RotationPriority
{
    /// <summary>Inside the maintenance window only.</summary>
    Normal,

    /// <summary>At once, outside the window too; held by a pause.</summary>
    High,

    /// <summary>At once, also while paused or disabled.</summary>
    Emergency,
}
