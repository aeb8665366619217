using KeyRotation.Migration;

namespace KeyRotation.Storage.Migration;

/// <summary>Rolls back a batch whose earlier attempt was committed although its reply was lost.</summary>
internal sealed class CheckpointAlreadyCommittedException(RangeProgress range) : Exception
{
    public RangeProgress Range { get; } = range;
}
