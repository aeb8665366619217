using KeyRotation.Keys;

namespace KeyRotation.Restores;

/// <summary>What one transaction puts right in a store that is an older copy.</summary>
public sealed record Restore
{
    /// <summary>When, by policy time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The store's incarnation as it was read.</summary>
    public required Guid Incarnation { get; init; }

    /// <summary>The one that it gets; null where nothing comes back, and nothing is missing that was not known to be: that restore has been answered.</summary>
    public Guid? Next { get; init; }

    /// <summary>Versions that come back from escrow.</summary>
    public IReadOnlyList<KeyVersion> Back { get; init; } = [];

    /// <summary>Versions that do not, and of which that is news.</summary>
    public IReadOnlyList<LostVersion> Lost { get; init; } = [];

    /// <summary>Notes whose words are others by now: nodes may see different problems.</summary>
    public IReadOnlyList<LostVersion> Reworded { get; init; } = [];

    /// <summary>Versions whose object was taken out of escrow since they were missed.</summary>
    public IReadOnlyList<LostVersion> GivenUp { get; init; } = [];

    /// <summary>Notes of versions that are in the store.</summary>
    public IReadOnlyList<LostVersion> Over { get; init; } = [];

    public bool IsNothing => Back.Count == 0 && Lost.Count == 0 && Reworded.Count == 0 && GivenUp.Count == 0 && Over.Count == 0;
}
