using KeyRotation.Custody;

namespace KeyRotation.Policies;

/// <summary>By which rules a key type rotates.</summary>
public sealed record KeyTypePolicy
{
    /// <summary>In snake_case.</summary>
    public required string Name { get; init; }

    /// <summary>Its number in every ciphertext; null = the store's registry assigns one from 1000 up.</summary>
    public int? KeyId { get; init; }

    /// <summary>The cryptoperiod's originator-usage part: a key that is this old is due. NIST SP 800-57 part 1, 5.3.4.</summary>
    public required TimeSpan RotationInterval { get; init; }

    /// <summary>The recipient-usage tail: how long the old version stays readable. May be longer than the interval.</summary>
    public required TimeSpan GracePeriod { get; init; }

    /// <summary>Which key type goes first where several rotations are equally urgent.</summary>
    public required KeyTypePriority Priority { get; init; }

    /// <summary>What its keys do; they are of no use for anything else.</summary>
    public required KeyPurpose Purpose { get; init; }

    /// <summary>Key types that it must not overlap with, and that go first where both are due (`rotate_after`). Default none.</summary>
    public IReadOnlyList<string> RotateAfter { get; init; } = [];

    /// <summary>What is kept under its keys, and so what a rotation has to move. Default: columns.</summary>
    public ProtectedData Protects { get; init; } = ProtectedData.Columns;
}
