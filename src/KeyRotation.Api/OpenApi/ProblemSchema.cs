using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>The form of every problem (RFC 9457).</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";

    public static void AddTo(OpenApiDocument document) => document.AddComponent(Name, new OpenApiSchema
    {
        Description = "A problem (RFC 9457).",
        Type = JsonSchemaType.Object,
        Required = new SortedSet<string>(["type", "title", "status", "detail", "code", "trace_id"], StringComparer.Ordinal),
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("`urn:keyrotation:problem:` and the code.", "uri"),
            ["title"] = Text("That of the status code."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The status code." },
            ["detail"] = Text("What is wrong and what to do next, for people."),
            ["code"] = Text("What is wrong, for programs. Stable."),
            ["trace_id"] = Text("What the log has it under."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Of `invalid_request`: every mistake, by the field that has it; `body` where the body cannot be read.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
            ["rotation_id"] = Text("Of a conflict: the rotation that it is with.", "uuid"),
        },
    });

    /// <summary>One that has one of these codes.</summary>
    public static OpenApiSchema Of(IEnumerable<string> codes, OpenApiDocument document) => new()
    {
        AllOf =
        [
            new OpenApiSchemaReference(Name, document),
            new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes.Select(code => (JsonNode)code)] } } },
        ],
    };

    private static OpenApiSchema Text(string description, string? format = null) => new() { Type = JsonSchemaType.String, Description = description, Format = format };
}
