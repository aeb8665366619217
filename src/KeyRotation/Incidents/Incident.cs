using KeyRotation.Rotations;

namespace KeyRotation.Incidents;

/// <summary>An emergency that somebody declared, and what was found of the cluster then (docs/incidents.md).</summary>
public sealed record Incident
{
    public required Guid Id { get; init; }

    /// <summary>The rotation that answers it.</summary>
    public required RotationId RotationId { get; init; }

    public required string KeyType { get; init; }

    /// <summary>For people.</summary>
    public required string Reason { get; init; }

    /// <summary>A user.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>Policy time, UTC.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The version that it says is compromised, marked now or before; null where it says so of none.</summary>
    public int? CompromisedVersion { get; init; }

    /// <summary>When its snapshot was taken, UTC; null while none is.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>The node that took it.</summary>
    public string? TakenBy { get; init; }

    /// <summary>Parts of the snapshot that could not be had; the snapshot says why.</summary>
    public IReadOnlyList<string> MissingParts { get; init; } = [];

    /// <summary>Of the snapshot's exact bytes; null while none is taken. 32 bytes.</summary>
    public byte[]? Sha256 { get; init; }
}
