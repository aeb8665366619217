using System.Threading.RateLimiting;
using KeyRotation.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Api.Access;

/// <summary>
/// Records in the audit trail who was denied what. Somebody who knocks a thousand times a second must not fill the trail: beyond
/// the limit a denial is logged only.
/// </summary>
internal sealed partial class Denials(IAuditLog audit, TimeProvider time, ILogger<Denials> logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // One bucket each: noise from outside must not hide what somebody inside tried.
    private readonly TokenBucketRateLimiter _known = Bucket();
    private readonly TokenBucketRateLimiter _unknown = Bucket();

    public async Task RecordAsync(HttpContext context, string kind)
    {
        var actor = context.User.Identity?.Name ?? $"anonymous at {context.Connection.RemoteIpAddress}";
        var what = $"{context.Request.Method} {context.Request.Path.Value}";
        LogDenied(logger, actor, what, kind);
        using var lease = (context.User.Identity?.IsAuthenticated == true ? _known : _unknown).AttemptAcquire();
        if (!lease.IsAcquired)
            return;
        // Not the request's own token: who hangs up would keep his denial out of the trail.
        using var patience = new CancellationTokenSource(Patience);
        await audit.AppendAsync(Event(actor, what, kind, time.GetUtcNow()), patience.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _known.Dispose();
        _unknown.Dispose();
    }

    private static TokenBucketRateLimiter Bucket() => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 20,
        TokensPerPeriod = 5,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        AutoReplenishment = true,
        QueueLimit = 0,
    });

    private static AuditEvent Event(string actor, string what, string kind, DateTimeOffset now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        OccurredAt = now,
        Action = AuditActions.AccessDenied,
        Outcome = AuditOutcome.Failure,
        Actor = Truncated(actor, 256),
        Details = new Dictionary<string, string> { ["request"] = Truncated(what, 200), ["kind"] = kind },
    };

    private static string Truncated(string text, int longest) => text.Length <= longest ? text : text[..longest];

    [LoggerMessage(6001, LogLevel.Warning, "{Actor} was denied {Request}: {Kind}")]
    private static partial void LogDenied(ILogger logger, string actor, string request, string kind);
}
