namespace KeyRotation.Storage.Schema;

/// <summary>Which scripts this version knows, and which the store has.</summary>
/// <param name="Applied">In the store's journal.</param>
/// <param name="Pending">Known here, not applied there: the store is older than this version.</param>
/// <param name="Unknown">Applied there, not known here: the store is newer than this version.</param>
public sealed record SchemaStatus(IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown)
{
    public bool IsCurrent => Pending.Count == 0 && Unknown.Count == 0;

    /// <summary>What is wrong and what to do; null when nothing is.</summary>
    public string? Problem => (Applied.Count, Pending.Count, Unknown.Count) switch
    {
        (0, > 0, _) => "The store has no schema yet. Run `keyrotation db migrate` with a login that may create tables.",
        (_, _, > 0) => $"The store's schema is newer than this version of keyrotation: it has {string.Join(", ", Unknown)}, which this version does not know. Install the version that wrote it.",
        (_, > 0, _) => $"The store's schema is older than this version of keyrotation: {string.Join(", ", Pending)} is not applied. Run `keyrotation db migrate` with a login that may create tables.",
        _ => null,
    };
}
