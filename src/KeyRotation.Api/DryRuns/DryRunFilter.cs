using KeyRotation.Api.Access;
using KeyRotation.Api.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Api.DryRuns;

/// <summary>
/// <c>dry_run=true</c>, in the body or in the address: the command is rehearsed, and its answer says so. What would be refused is refused in
/// the same words.
/// </summary>
internal sealed class DryRunFilter(ILogger<DryRunFilter> logger) : IEndpointFilter
{
    public const string Field = "dry_run";

    /// <summary>For what is logged as done meanwhile.</summary>
    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("dry run by {Actor}, nothing is changed");

    /// <summary>Whether the request is one.</summary>
    public static bool IsDryRun(HttpContext context) => context.Items.ContainsKey(typeof(DryRunDto));

    /// <summary>Whether the body or the address asks for one, which is noted of the request. What is wrong with the address is a mistake of the body's from now on, so that all are named at once.</summary>
    public static bool IsAskedFor(HttpRequest request, RequestBody body)
    {
        var query = new RequestQuery(request.Query);
        var isAskedFor = body.Boolean(Field, otherwise: false) | query.Boolean(Field) is true;
        foreach (var (name, mistakes) in query.Mistakes() ?? new Dictionary<string, string[]>())
            body.Add(name, mistakes[0]);
        if (isAskedFor)
            request.HttpContext.Items[typeof(DryRunDto)] = true;
        return isAskedFor;
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<IHasOwnDryRun>() is not null)
            return await next(context).ConfigureAwait(false);
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted).ConfigureAwait(false);
        if (!IsAskedFor(http.Request, body))
            return await next(context).ConfigureAwait(false);
        using var scope = Scope(logger, http.Actor());
        var answer = await RehearseAsync(context, next).ConfigureAwait(false);
        return answer is IValueHttpResult { Value: var value } and IStatusCodeHttpResult { StatusCode: >= 200 and < 300 and { } status }
            ? TypedResults.Ok(new DryRunDto(DryRun: true, status, value))
            : answer;
    }

    private static async Task<object?> RehearseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var rehearsal = Rehearsal.Begin();
        return await next(context).ConfigureAwait(false);
    }
}
