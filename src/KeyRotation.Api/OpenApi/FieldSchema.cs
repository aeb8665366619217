using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Api.Descriptions;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>From a described field to its schema.</summary>
internal static class FieldSchema
{
    public static OpenApiSchema Of(FieldDescription field)
    {
        var schema = new OpenApiSchema
        {
            Type = TypeOf(field.Kind),
            Format = FormatOf(field.Kind),
            Default = Node(field.Default),
            Enum = field.Words is { } words ? [.. words.Select(word => (JsonNode)word)] : null,
        };
        if (field.Kind == FieldKind.Text)
            (schema.MinLength, schema.MaxLength) = (field.Least, field.Most);
        else
            (schema.Minimum, schema.Maximum) = (Number(field.Least), Number(field.Most));
        if (field.Kind == FieldKind.Texts)
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        return schema;
    }

    public static JsonNode? Node(object? value) => value is null ? null : JsonSerializer.SerializeToNode(value);

    private static JsonSchemaType TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.Text or FieldKind.Moment or FieldKind.Id => JsonSchemaType.String,
        FieldKind.Boolean => JsonSchemaType.Boolean,
        FieldKind.Integer => JsonSchemaType.Integer,
        FieldKind.Texts => JsonSchemaType.Array,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No type for this kind of field."),
    };

    private static string? FormatOf(FieldKind kind) => kind switch
    {
        FieldKind.Moment => "date-time",
        FieldKind.Id => "uuid",
        FieldKind.Integer => "int32",
        _ => null,
    };

    private static string? Number(int? bound) => bound?.ToString(CultureInfo.InvariantCulture);
}
