using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>Schemas of answers, each written once and named everywhere else.</summary>
internal static class SchemaReferences
{
    public static async Task<IOpenApiSchema> ToAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var (document, name) = (context.Document!, SchemaNames.Of(type)!);
        if (document.Components?.Schemas?.ContainsKey(name) is not true)
            document.AddComponent(name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken).ConfigureAwait(false));
        return new OpenApiSchemaReference(name, document);
    }
}
