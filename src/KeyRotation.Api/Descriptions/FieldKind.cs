namespace KeyRotation.Api.Descriptions;

/// <summary>What a field of a body or a parameter of an address may hold.</summary>
internal enum FieldKind
{
    Text,
    Boolean,
    Integer,

    /// <summary>RFC 3339 with a zone.</summary>
    Moment,

    /// <summary>A UUID.</summary>
    Id,

    /// <summary>A list in JSON; names with commas between them in a form.</summary>
    Texts,
}
