namespace KeyRotation.Pauses;

/// <summary>The pauses that the store holds. Pure: which one covers a key type at a moment, and what a command makes of them.</summary>
public sealed record PausesInForce(IReadOnlyList<Pause> All)
{
    public static PausesInForce None { get; } = new([]);

    /// <summary>The pause that holds the key type now; that of everything before its own.</summary>
    public Pause? Of(string keyType, DateTimeOffset now) =>
        All.Where(pause => pause.Covers(keyType) && pause.IsInForce(now)).OrderBy(pause => pause.Scope == Pause.Everything ? 0 : 1).FirstOrDefault();

    /// <summary>The pause of everything that is in force now.</summary>
    public Pause? OfEverything(DateTimeOffset now) => All.FirstOrDefault(pause => pause.Scope == Pause.Everything && pause.IsInForce(now));

    /// <summary>The pause in addition; one of the same scope gives way to it.</summary>
    public PausesInForce With(Pause pause) => new([.. All.Where(other => other.Scope != pause.Scope), pause]);

    /// <summary>
    /// Without those of one key type, or without any. Where everything is paused and one key type resumes, the others stay paused
    /// as they were, each by a pause of its own.
    /// </summary>
    /// <param name="keyType">Null = all resume.</param>
    /// <param name="keyTypes">All that there are.</param>
    public PausesInForce Without(string? keyType, IEnumerable<string> keyTypes)
    {
        if (keyType is null)
            return None;
        var own = All.Where(pause => pause.Scope != keyType && pause.Scope != Pause.Everything).ToList();
        if (All.FirstOrDefault(pause => pause.Scope == Pause.Everything) is { } everything)
            own.AddRange(keyTypes.Where(other => other != keyType && own.All(pause => pause.Scope != other)).Select(other => everything with { Scope = other }));
        return new PausesInForce(own);
    }

    /// <summary>Without those that are over.</summary>
    public PausesInForce At(DateTimeOffset now) => new([.. All.Where(pause => pause.IsInForce(now))]);
}
