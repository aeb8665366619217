namespace KeyRotation.Api.Descriptions;

/// <summary>What a command takes, beside <c>dry_run</c>, which every one does.</summary>
/// <param name="Fields">One by one.</param>
internal sealed record BodyDescription(params IReadOnlyList<FieldDescription> Fields)
{
    public static BodyDescription Empty { get; } = new();

    /// <summary>Fields of which exactly one is expected; empty = no such rule.</summary>
    public IReadOnlyList<string> ExactlyOneOf { get; init; } = [];

    /// <summary>Fields of which at least one is expected; empty = no such rule.</summary>
    public IReadOnlyList<string> AtLeastOneOf { get; init; } = [];

    /// <summary>As clients send it, by field.</summary>
    public IReadOnlyDictionary<string, object> Example { get; init; } = new Dictionary<string, object>();

    /// <summary>Whether a request without a body is one.</summary>
    public bool MayBeAbsent => ExactlyOneOf.Count == 0 && AtLeastOneOf.Count == 0 && !Fields.Any(one => one.IsRequired);
}
