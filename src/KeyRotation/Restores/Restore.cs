using KeyRotation.Keys;

namespace KeyRotation.Restores;

/// <summary>What one transaction puts right in a store that is an older copy.</summary>
public sealed record Restore
{
    /// <summary>When, by policy time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The store's incarnation as it was read.</summary>
    public required Guid Incarnation { get; init; }

    /// <summary>The one that it gets; null where nothing is missing that was not known to be: that restore has been answered.</summary>
    public Guid? Next { get; init; }

    /// <summary>Versions that come back from escrow.</summary>
    public IReadOnlyList<KeyVersion> Back { get; init; } = [];

    /// <summary>Versions that do not, as they are to be noted: new ones, and those with another problem than was noted.</summary>
    public IReadOnlyList<LostVersion> Lost { get; init; } = [];

    /// <summary>Notes that are out of date: the version is in the store, or is not in escrow any more.</summary>
    public IReadOnlyList<LostVersion> Over { get; init; } = [];

    public bool IsNothing => Back.Count == 0 && Lost.Count == 0 && Over.Count == 0;
}
