using System.Globalization;
using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>From what an endpoint says of itself to its operation in the document.</summary>
internal sealed class DescribedOperation(OperationAnswers answers) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var (document, metadata) = (context.Document!, context.Description.ActionDescriptor.EndpointMetadata);
        var description = metadata.OfType<OperationDescription>().Single();
        var isPost = HttpMethods.IsPost(context.Description.HttpMethod!);
        var roles = metadata.OfType<IAuthorizeData>().SelectMany(authorize => ApiPolicies.RolesOf(authorize.Policy!)).ToArray();
        operation.OperationId = description.Id;
        operation.Tags = new HashSet<OpenApiTagReference> { new(description.Tag.Name, document) };
        operation.Summary = description.Summary;
        operation.Description = $"{description.Description}\n\n{(roles.Length == 0 ? "Needs no token." : $"Needs one of the roles {string.Join(", ", roles.Select(role => $"`{role}`"))}.")}";
        operation.Security = roles.Length == 0 ? [] : BearerSchemes.Either(document);
        operation.Parameters = OperationParameters.Of(description, isPost);
        operation.RequestBody = description.Body is { } body ? OperationBody.Of(description, body, document) : null;
        operation.Responses = [];
        foreach (var (status, response) in answers.Of(description, document))
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = response;
        if (roles.Length > 0)
            foreach (var (status, response) in OperationProblems.Of(description, isPost, document).OrderBy(problem => problem.Status))
                operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = response;
        return Task.CompletedTask;
    }
}
