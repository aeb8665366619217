using System.Diagnostics;
using System.Globalization;
using KeyRotation.Configuration;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Answers;

/// <summary>
/// Headers that every answer has: nobody keeps it, shows it in a frame, takes it for another kind of content or runs anything out of it. What an
/// endpoint has said itself stays; a page for people needs a policy of its own.
/// </summary>
internal sealed class AnswerHeaders(RequestDelegate next, ApiOptions options)
{
    private readonly string _transport = string.Create(CultureInfo.InvariantCulture, $"max-age={(long)TimeSpan.FromDays(options.HstsDays).TotalSeconds}");

    public Task InvokeAsync(HttpContext context)
    {
        // When it starts, and not now: the answer to a failure begins with no headers at all.
        context.Response.OnStarting(() =>
        {
            Complete(context.Request, context.Response.Headers);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Complete(HttpRequest request, IHeaderDictionary headers)
    {
        // Under which the logs have it, and the steps of a rotation that it opens (W3C trace context).
        if (Activity.Current is { } activity)
            headers.TryAdd("X-Trace-Id", activity.TraceId.ToString());
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        // Over what the exception handler writes (no-cache, no-store), and beside what an endpoint lets be kept.
        if (!headers.TryGetValue("Cache-Control", out var kept) || kept.ToString().Contains("no-", StringComparison.Ordinal))
            headers.CacheControl = "no-store";
        headers.Remove("Pragma");
        headers.Remove("Expires");
        // RFC 6797, section 7.2: never over http.
        if (request.IsHttps && options.HstsDays > 0)
            headers.StrictTransportSecurity = _transport;
    }
}
