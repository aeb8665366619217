using KeyRotation.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace KeyRotation.Api.Answers;

/// <summary>Answers what no route takes: there is nothing at that address, or nothing by that method (RFC 9110, section 15.5.6).</summary>
internal static class NoSuchRoute
{
    /// <summary>Everything, also what looks like a file.</summary>
    public const string Pattern = "{*path}";

    public static Task AnswerAsync(HttpContext context, EndpointDataSource routes)
    {
        var allowed = MethodsAt(context.Request.Path, routes);
        if (allowed.Count == 0 || allowed.Contains(context.Request.Method))
            return ApiProblem.Of(StatusCodes.Status404NotFound, "not_found", $"There is nothing at {context.Request.Path}. The API stands under {ApiRoutes.Root}.").ExecuteAsync(context);
        context.Response.Headers.Allow = string.Join(", ", allowed);
        return ApiProblem.Of(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"{context.Request.Path} takes {string.Join(" and ", allowed)}, not {context.Request.Method}.").ExecuteAsync(context);
    }

    private static IReadOnlyList<string> MethodsAt(PathString path, EndpointDataSource routes) =>
        [.. routes.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => IsAt(path, endpoint.RoutePattern))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct().Order(StringComparer.Ordinal)];

    private static bool IsAt(PathString path, RoutePattern pattern) =>
        new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(path, []);
}
