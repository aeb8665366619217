using KeyRotation.Encryption;

namespace KeyRotation.Storage.Targets;

/// <summary>A column as its database describes it.</summary>
internal sealed record InspectedColumn
{
    public required string Name { get; init; }

    /// <summary>As a cast writes it.</summary>
    public required string SqlType { get; init; }

    public required bool IsNullable { get; init; }

    public string? Collation { get; init; }

    /// <summary>What the driver returns; null for types that cannot be a key.</summary>
    public Type? ClrType { get; init; }

    /// <summary>Null for types that cannot be bound into a ciphertext, such as floating point.</summary>
    public LogicalType? LogicalType { get; init; }

    /// <summary>Holds moments, so that a row can expire by it.</summary>
    public bool HoldsMoments { get; init; }

    public bool HoldsBytes { get; init; }

    public bool HoldsText { get; init; }

    /// <summary>Characters or bytes that fit; null = unlimited.</summary>
    public int? MaxLength { get; init; }
}
