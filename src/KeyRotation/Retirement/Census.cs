namespace KeyRotation.Retirement;

/// <summary>References per version and target, counted from the data.</summary>
/// <param name="Id">Of the count.</param>
/// <param name="KeyType">The key type.</param>
/// <param name="CountedBy">The node.</param>
/// <param name="BegunAt">On the database's clock.</param>
public sealed record Census(Guid Id, string KeyType, string CountedBy, DateTimeOffset BegunAt)
{
    /// <summary>On the database's clock; null while it is counted, or where the node that counted ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public IReadOnlyList<TargetCount> Targets { get; init; } = [];

    public long ReferencesTo(int version) => Targets.Sum(target => target.References.GetValueOrDefault(version));
}
