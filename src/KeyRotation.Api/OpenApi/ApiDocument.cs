using System.Text;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Requests;
using KeyRotation.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>
/// The API's own description (OpenAPI 3.1), put together from what each endpoint says of itself. It is the same for every process of a version: no
/// address, no path of a machine and no configured name is in it, so it is kept as `openapi/v1.json` and compared; a process writes it once.
/// </summary>
internal sealed class ApiDocument
{
    public const string Route = "/openapi/v1.json";
    private const string Name = "v1";

    private readonly Lazy<Task<string>> _text;

    public ApiDocument([FromKeyedServices(Name)] IOpenApiDocumentProvider documents) => _text = new(() => WriteAsync(documents));

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ApiDocument>();
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = api => api.ActionDescriptor.EndpointMetadata.OfType<OperationDescription>().Any();
            options.CreateSchemaReferenceId = type => SchemaNames.Of(type.Type);
            options.AddSchemaTransformer<SchemaRules>();
            options.AddOperationTransformer<DescribedOperation>();
            options.AddDocumentTransformer<DocumentHead>();
        });
    }

    public static void Map(IEndpointRouteBuilder routes, ApiOptions options) =>
        routes.MapGet(Route, (ApiDocument document) => document.AnswerAsync()).AddEndpointFilter<UnknownParameters>().ForReaders(options).Describe(DocumentDescriptions.Document);

    private async Task<IResult> AnswerAsync() => TypedResults.Text(await _text.Value.ConfigureAwait(false), "application/json", Encoding.UTF8);

    private static async Task<string> WriteAsync(IOpenApiDocumentProvider documents)
    {
        var document = await documents.GetOpenApiDocumentAsync().ConfigureAwait(false);
        var text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1).ConfigureAwait(false);
        return text.ReplaceLineEndings("\n") + "\n";
    }
}
