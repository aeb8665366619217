using KeyRotation.Api.Problems;
using KeyRotation.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Api.Limits;

/// <summary>How many may be connected, how slow they may be, and how long one request may take.</summary>
internal static class ConnectionLimits
{
    private const long LargestBody = 64 * 1024;
    private const int LargestHeaders = 16 * 1024;
    private const string RetryAfterSeconds = "5";

    /// <summary>Longer than a statement with its repetitions takes, shorter than clients and what stands between them wait.</summary>
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);

    public static void AddConnectionLimits(this IServiceCollection services, ApiOptions options)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            // Whoever sends a header a second holds a connection no longer than this; bodies have their least rate by default (240 bytes/s).
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        });
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = LongestRequest,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = AnswerAsync,
        });
    }

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "timed_out", $"The request was given up after {LongestRequest.TotalSeconds:0} s. A command may have been carried out or not: look before you send it again, or send it with an Idempotency-Key.").ExecuteAsync(context);
    }
}
