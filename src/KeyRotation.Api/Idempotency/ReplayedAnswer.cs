using KeyRotation.Idempotency;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Idempotency;

/// <summary>An answer that was given before, byte for byte.</summary>
internal sealed class ReplayedAnswer(KeptAnswer answer) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = answer.Status;
        response.Headers[IdempotentPosts.ReplayedHeader] = "true";
        if (answer.Location is not null)
            response.Headers.Location = answer.Location;
        if (answer.ContentType is not null)
            response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, httpContext.RequestAborted).ConfigureAwait(false);
    }
}
