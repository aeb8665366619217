using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>What decides who goes first among rotations that wait for a slot. The greater one goes first.</summary>
/// <param name="Priority">Of the rotation; decides before all else.</param>
/// <param name="KeyTypePriority">Of its key type.</param>
/// <param name="AgeRatio">Age of the active version / interval; positive infinity where no version is active.</param>
/// <param name="ScheduledAt">The earlier one goes first.</param>
/// <param name="Name">Makes the order the same on every node where all else is equal.</param>
public readonly record struct QueuePlace(
    RotationPriority Priority, KeyTypePriority KeyTypePriority, double AgeRatio, DateTimeOffset ScheduledAt, string Name) : IComparable<QueuePlace>
{
    public static bool operator <(QueuePlace left, QueuePlace right) => left.CompareTo(right) < 0;

    public static bool operator >(QueuePlace left, QueuePlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(QueuePlace left, QueuePlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(QueuePlace left, QueuePlace right) => left.CompareTo(right) >= 0;

    public int CompareTo(QueuePlace other)
    {
        var order = Priority.CompareTo(other.Priority);
        if (order == 0)
            order = KeyTypePriority.CompareTo(other.KeyTypePriority);
        if (order == 0)
            order = AgeRatio.CompareTo(other.AgeRatio);
        if (order == 0)
            order = other.ScheduledAt.CompareTo(ScheduledAt);
        return order == 0 ? string.CompareOrdinal(other.Name, Name) : order;
    }
}
