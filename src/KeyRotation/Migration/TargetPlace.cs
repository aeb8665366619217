namespace KeyRotation.Migration;

/// <summary>Where a target is kept, as its registry entry or one node's configuration has it. Pure.</summary>
/// <param name="Target">Its registered name.</param>
/// <param name="Database">In words that every node computes alike.</param>
/// <param name="Table">The table.</param>
/// <param name="History">The table of its former rows; null = none is known.</param>
public sealed record TargetPlace(string Target, string Database, string Table, string? History)
{
    /// <summary>What whoever counts here would not see of the registered place, as a sentence; null = nothing.</summary>
    /// <param name="registered">Null in an entry that was made before places were kept.</param>
    public string? DifferenceFrom(TargetPlace? registered)
    {
        if (registered is null || this == registered || Extends(registered))
            return null;
        var difference = Database != registered.Database ? ("database", registered.Database, Database)
            : Table != registered.Table ? ("table", registered.Table, Table)
            : ("history", registered.History, History ?? "none");
        return $"Target {Target} is registered with {difference.Item1} {difference.Item2 ?? "none"}, and this node is configured with {difference.Item3}. Configure all nodes alike; where it has moved, run `keyrotation targets move {Target}`.";
    }

    /// <summary>Another table than the registered one, so that whoever works here leaves the rows there as they are.</summary>
    /// <param name="registered">Null in an entry that was made before places were kept.</param>
    public bool IsElsewhereThan(TargetPlace? registered) => registered is not null && (Database, Table) != (registered.Database, registered.Table);

    /// <summary>The registered place, and a history that nobody named before, or the first place that is named: who counts here sees all that was registered, and more.</summary>
    public bool Extends(TargetPlace? registered) =>
        registered is null || (registered.History is null && History is not null && this with { History = null } == registered);
}
