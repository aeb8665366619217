using KeyRotation.Api.DryRuns;

namespace KeyRotation.Api.Descriptions;

/// <summary>A field of a body, or a parameter of an address.</summary>
/// <param name="Name">As clients write it.</param>
/// <param name="Kind">What it may hold.</param>
/// <param name="Description">A sentence for people.</param>
internal sealed record FieldDescription(string Name, FieldKind Kind, string Description)
{
    private const int LongestText = 2000;

    public bool IsRequired { get; private init; }

    /// <summary>Of a text, in characters; of an integer.</summary>
    public int? Least { get; private init; }

    /// <summary>Of a text, in characters; of an integer.</summary>
    public int? Most { get; private init; }

    /// <summary>What holds where it is not given; null = nothing does.</summary>
    public object? Default { get; private init; }

    /// <summary>The words that it may be; null = any.</summary>
    public IReadOnlyList<string>? Words { get; private init; }

    public object? Example { get; private init; }

    /// <summary>Every command has it.</summary>
    public static FieldDescription DryRun { get; } = Boolean(DryRunFilter.Field, "Only says what the command would do.", otherwise: false);

    /// <summary>Key types are what a cluster is configured with, so their names are no closed list.</summary>
    public static FieldDescription KeyType(string description) => Text(Requests.Fields.KeyType, description) with { Example = "token_encryption" };

    public static FieldDescription Text(string name, string description) => new(name, FieldKind.Text, description) { Most = LongestText };

    public static FieldDescription OneOf(string name, IEnumerable<string> words, string description, string? otherwise = null) =>
        new(name, FieldKind.Text, description) { Words = [.. words], Default = otherwise };

    public static FieldDescription Boolean(string name, string description, bool? otherwise = null) => new(name, FieldKind.Boolean, description) { Default = otherwise };

    public static FieldDescription Integer(string name, int least, int most, string description, int? otherwise = null) =>
        new(name, FieldKind.Integer, description) { Least = least, Most = most, Default = otherwise };

    public static FieldDescription Moment(string name, string description) => new(name, FieldKind.Moment, description) { Example = "2126-11-24T06:00:00Z" };

    public static FieldDescription Id(string name, string description) => new(name, FieldKind.Id, description) { Example = Examples.RotationId };

    public static FieldDescription Texts(string name, string description) => new(name, FieldKind.Texts, description);

    /// <summary>It must be there; a text must not be empty.</summary>
    public FieldDescription Required() => this with { IsRequired = true, Least = Kind == FieldKind.Text && Words is null ? 1 : Least };

    public FieldDescription With(object example) => this with { Example = example };
}
