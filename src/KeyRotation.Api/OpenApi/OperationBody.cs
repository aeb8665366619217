using System.Text.Json.Nodes;
using KeyRotation.Api.Descriptions;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>A command's body, which may be sent in two forms.</summary>
internal static class OperationBody
{
    public static OpenApiRequestBody Of(OperationDescription description, BodyDescription body, OpenApiDocument document)
    {
        var name = $"{char.ToUpperInvariant(description.Id[0])}{description.Id[1..]}Request";
        document.AddComponent(name, SchemaOf(body));
        return new OpenApiRequestBody
        {
            Required = !body.MayBeAbsent,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(name, document), Example = ExampleOf(body) },
                ["application/x-www-form-urlencoded"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(name, document), Example = ExampleOf(body), Encoding = EncodingOf(body) },
            },
        };
    }

    private static OpenApiSchema SchemaOf(BodyDescription body)
    {
        IReadOnlyList<FieldDescription> fields = [.. body.Fields, FieldDescription.DryRun];
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            AdditionalPropertiesAllowed = false,
            Properties = fields.ToDictionary(field => field.Name, PropertyOf),
            Required = new SortedSet<string>(fields.Where(field => field.IsRequired).Select(field => field.Name), StringComparer.Ordinal),
            OneOf = Alternatives(body.ExactlyOneOf),
            AnyOf = Alternatives(body.AtLeastOneOf),
        };
    }

    private static IOpenApiSchema PropertyOf(FieldDescription field)
    {
        var schema = FieldSchema.Of(field);
        schema.Description = field.Description;
        return schema;
    }

    private static IList<IOpenApiSchema>? Alternatives(IReadOnlyList<string> names) =>
        names.Count == 0 ? null : [.. names.Select(name => new OpenApiSchema { Required = new SortedSet<string>([name], StringComparer.Ordinal) })];

    private static JsonNode ExampleOf(BodyDescription body) => FieldSchema.Node(body.Example)!;

    /// <summary>A list is one field with commas in it: the same field twice is refused.</summary>
    private static Dictionary<string, OpenApiEncoding>? EncodingOf(BodyDescription body)
    {
        var lists = body.Fields.Where(field => field.Kind == FieldKind.Texts).ToDictionary(field => field.Name, _ => new OpenApiEncoding { Style = ParameterStyle.Form, Explode = false });
        return lists.Count == 0 ? null : lists;
    }
}
