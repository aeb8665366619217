using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Idempotency;
using KeyRotation.Idempotency;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>What an operation takes outside its body.</summary>
internal static class OperationParameters
{
    private const string PrintableAscii = "^[!-~]+$";

    public static IList<IOpenApiParameter> Of(OperationDescription description, bool isPost) =>
    [
        .. description.Path.Select(field => Parameter(field, ParameterLocation.Path)),
        .. description.Query.Select(field => Parameter(field, ParameterLocation.Query)),
        .. description.Body is null ? (IEnumerable<IOpenApiParameter>)[] : [Parameter(FieldDescription.DryRun, ParameterLocation.Query)],
        .. isPost ? (IEnumerable<IOpenApiParameter>)[IdempotencyKey()] : [],
    ];

    private static OpenApiParameter Parameter(FieldDescription field, ParameterLocation place) => new()
    {
        Name = field.Name,
        In = place,
        Description = field.Description,
        Required = place == ParameterLocation.Path || field.IsRequired,
        Schema = FieldSchema.Of(field),
        Example = place == ParameterLocation.Path ? FieldSchema.Node(field.Example) : null,
    };

    private static OpenApiParameter IdempotencyKey() => new()
    {
        Name = IdempotentPosts.Header,
        In = ParameterLocation.Header,
        Description = "The caller's own name for the request. Sent again within 24 hours with the same key and body, it gets the first one's answer with `Idempotency-Replayed: true`.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotentRequest.LongestKey, Pattern = PrintableAscii },
        Example = "2f6f3a0e-5b0d-4a57-9d2b-0c7a1d9e4f33",
    };
}
