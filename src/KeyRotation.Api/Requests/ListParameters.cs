using KeyRotation.Api.Descriptions;

namespace KeyRotation.Api.Requests;

/// <summary>Parameters that lists have in common, as <see cref="RequestQuery"/> reads them.</summary>
internal static class ListParameters
{
    public static FieldDescription KeyType { get; } = FieldDescription.KeyType("Only what concerns this key type.");

    public static FieldDescription Limit { get; } = FieldDescription.Integer("limit", 1, RequestQuery.MostItems, "Items of a page.", otherwise: RequestQuery.DefaultLimit);

    public static FieldDescription Cursor { get; } = FieldDescription.Text("cursor", "Where the page begins: `next_cursor` of the page before. What it is made of may change.");

    /// <summary>Those of one list, and with them those of every one.</summary>
    public static IReadOnlyList<FieldDescription> With(params ReadOnlySpan<FieldDescription> own) => [.. own, Limit, Cursor];
}
