using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Requests;

/// <summary>Refuses parameters where a read takes none: one that is ignored is a filter that its sender believes in. Lists and commands look for themselves.</summary>
internal sealed class UnknownParameters : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<OperationDescription>() is { Query.Count: 0, Body: null } && new RequestQuery(http.Request.Query).Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        return await next(context).ConfigureAwait(false);
    }
}
