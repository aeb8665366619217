using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KeyRotation.Rotations;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>What holds for every answer's schema, because all of them are written in one way (<see cref="Requests.ApiJson"/>).</summary>
internal sealed class SchemaRules : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        // What a converter of ours writes, the framework takes for anything at all.
        if (type == typeof(RotationId) || type == typeof(DateTimeOffset))
            schema.Type = type == context.JsonTypeInfo.Type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        if (type == typeof(RotationId))
            schema.Format = "uuid";
        // One schema for all that have it; what may have none says so itself.
        if (type.IsEnum)
            (schema.Type, schema.Enum) = (JsonSchemaType.String, schema.Enum?.Where(word => word?.GetValueKind() == JsonValueKind.String).ToList());
        // No field is ever left out: what there is none of is null.
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 } properties)
            schema.Required = new SortedSet<string>(properties.Keys, StringComparer.Ordinal);
        return Task.CompletedTask;
    }
}
