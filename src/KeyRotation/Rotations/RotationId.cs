namespace KeyRotation.Rotations;

/// <summary>Identifies a rotation: a version 7 UUID, so that ids sort by the time they were made.</summary>
public readonly record struct RotationId(Guid Value)
{
    /// <summary>A new id for a rotation opened at <paramref name="now"/>.</summary>
    public static RotationId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => Value.ToString("D");
}
