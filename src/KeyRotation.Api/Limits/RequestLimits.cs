using System.Globalization;
using System.Threading.RateLimiting;
using KeyRotation.Api.Problems;
using KeyRotation.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Api.Limits;

/// <summary>
/// How much one caller may ask of one process: a bucket for each caller and kind of request, which holds a minute's worth and fills up all the time. A
/// bucket that is full again and was not used for some seconds is forgotten, so there are never more than callers within a minute.
/// </summary>
internal static class RequestLimits
{
    private const string Emergency = $"{ApiRoutes.Root}/emergency-rotation";
    private const string Probes = "/health/";

    public static void AddRequestLimits(this IServiceCollection services, ApiOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (Caller Caller, RequestKind Kind)>(context => BucketOf(context, options));
        limiter.OnRejected = async (rejected, _) => await RefuseAsync(rejected).ConfigureAwait(false);
    });

    private static RateLimitPartition<(Caller, RequestKind)> BucketOf(HttpContext context, ApiOptions options)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        // An orchestrator that is told 429 by a probe would kill a process that is well.
        if (route?.StartsWith(Probes, StringComparison.Ordinal) is true)
            return RateLimitPartition.GetNoLimiter((default(Caller), RequestKind.Read));
        var caller = Caller.Of(context);
        var kind = KindOf(context.Request.Method, route);
        return !caller.IsKnown ? Bucket((caller, RequestKind.Read), options.AnonymousPerMinute) : kind switch
        {
            RequestKind.Emergency => Bucket((caller, kind), options.EmergenciesPerMinute),
            RequestKind.Command => Bucket((caller, kind), options.CommandsPerMinute),
            _ => Bucket((caller, kind), options.RequestsPerMinute),
        };
    }

    private static RequestKind KindOf(string method, string? route)
    {
        if (HttpMethods.IsPost(method) && route == Emergency)
            return RequestKind.Emergency;
        return HttpMethods.IsPost(method) || HttpMethods.IsPatch(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method) ? RequestKind.Command : RequestKind.Read;
    }

    private static RateLimitPartition<(Caller, RequestKind)> Bucket((Caller, RequestKind) whose, int perMinute) =>
        RateLimitPartition.GetTokenBucketLimiter(whose, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            // One at a time, so that what is told to who must wait is how long the next one takes, and not a whole minute.
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = 0,
        });

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        var who = Caller.Of(rejected.HttpContext) is { IsKnown: true } known ? known.Name : "Your address, without a valid token,";
        return ApiProblem.Of(StatusCodes.Status429TooManyRequests, "too_many_requests", $"{who} asked for more than it may in a minute (docs/api.md). Nothing was done; go on in {wait} s, and slower.").ExecuteAsync(rejected.HttpContext);
    }
}
