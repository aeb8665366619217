using KeyRotation.Keys;

namespace KeyRotation.Restores;

/// <summary>Store and escrow side by side, and what a restore comes to for them. Pure.</summary>
/// <param name="Missing">What escrow has and the store lacks, by <see cref="EscrowComparison"/>.</param>
/// <param name="Stored">What the store has.</param>
/// <param name="Noted">Versions that were missed before.</param>
public sealed record RestoreLook(IReadOnlyList<(string KeyType, int Version)> Missing, IReadOnlySet<(string KeyType, int Version)> Stored, IReadOnlyList<LostVersion> Noted)
{
    public bool IsNothing => Missing.Count == 0 && !Noted.Any(IsStored) && !GivenUp.Any();

    private IEnumerable<LostVersion> GivenUp => Noted.Where(note => note.GivenUpAt is null && !IsStored(note) && !Missing.Contains((note.KeyType, note.Version)));

    /// <summary>Null where it was never missed before.</summary>
    public LostVersion? NoteOf(string keyType, int version) => Noted.FirstOrDefault(note => note.KeyType == keyType && note.Version == version);

    /// <param name="incarnation">The store's, read before the look.</param>
    /// <param name="next">The one that it gets where this restore is news.</param>
    /// <param name="now">Policy time, UTC.</param>
    /// <param name="back">Of those that are missing, as escrow gives them back.</param>
    /// <param name="lost">Of those that are missing, the others.</param>
    public Restore Restore(Guid incarnation, Guid next, DateTimeOffset now, IReadOnlyList<KeyVersion> back, IReadOnlyList<LostVersion> lost) => new()
    {
        At = now,
        Incarnation = incarnation,
        // What is noted may have been so in the copy: whatever comes back begins anew.
        Next = back.Count > 0 || Missing.Any(version => NoteOf(version.KeyType, version.Version) is null) ? next : null,
        Back = back,
        Lost = [.. lost.Where(IsNews)],
        Reworded = [.. lost.Where(version => !IsNews(version) && NoteOf(version.KeyType, version.Version)!.Problem != version.Problem)],
        GivenUp = [.. GivenUp.Select(note => note with { GivenUpAt = now, Problem = "Its object is not in escrow any more, so it was given up. Its number is not used again." })],
        Over = [.. Noted.Where(note => IsStored(note) || back.Any(version => version.KeyType == note.KeyType && version.Version == note.Version))],
    };

    private bool IsStored(LostVersion note) => Stored.Contains((note.KeyType, note.Version));

    private bool IsNews(LostVersion lost) => NoteOf(lost.KeyType, lost.Version) is null or { GivenUpAt: not null };
}
