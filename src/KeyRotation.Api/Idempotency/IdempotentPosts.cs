using System.Security.Cryptography;
using System.Text;
using KeyRotation.Api.DryRuns;
using KeyRotation.Api.Problems;
using KeyRotation.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Api.Idempotency;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> is carried out once: sent again, it gets the answer that the first one got. Behind authorization, so
/// that nobody gets an answer that he may not have.
/// </summary>
internal sealed partial class IdempotentPosts(RequestDelegate next, IIdempotencyStore store, ILogger<IdempotentPosts> logger)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    private const string RetryAfterSeconds = "5";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.Headers.TryGetValue(Header, out var header) || context.User.Identity?.Name is not { } actor)
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        if (header is not [{ } key] || !IdempotentRequest.IsKey(key))
        {
            await InvalidKey(header.Count).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        var request = new IdempotentRequest(actor, key, await FingerprintAsync(context.Request, context.RequestAborted).ConfigureAwait(false));
        var refusal = await store.ReserveAsync(request, context.RequestAborted).ConfigureAwait(false) switch
        {
            Reservation.Held held => await CarryOutAsync(context, request, held.Operation).ConfigureAwait(false),
            Reservation.Answered answered => new ReplayedAnswer(answered.Answer),
            Reservation.InHand => InHand(context),
            _ => ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", $"The {Header} was sent before with another request. Take a new key for a new request."),
        };
        if (refusal is not null)
            await refusal.ExecuteAsync(context).ConfigureAwait(false);
    }

    private async Task<IResult?> CarryOutAsync(HttpContext context, IdempotentRequest request, Guid operation)
    {
        context.Items[typeof(Operation)] = new Operation(operation);
        var client = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch
        {
            await SettleAsync(() => store.FreeAsync(request, CancellationToken.None)).ConfigureAwait(false);
            throw;
        }
        finally
        {
            context.Response.Body = client;
        }
        // Before it is sent: who has the answer may send the request again at once.
        await SettleAsync(() => context.Response.StatusCode switch
        {
            < 300 when !DryRunFilter.IsDryRun(context) => store.KeepAsync(request, AnswerOf(context.Response, answer), CancellationToken.None),
            < 500 => store.ForgetAsync(request, CancellationToken.None),
            _ => store.FreeAsync(request, CancellationToken.None),
        }).ConfigureAwait(false);
        answer.Position = 0;
        await answer.CopyToAsync(client, context.RequestAborted).ConfigureAwait(false);
        return null;
    }

    /// <summary>The request is carried out, whatever becomes of the note of it: without it the key is free when its lease is over.</summary>
    private async Task SettleAsync(Func<Task> settle)
    {
        try
        {
            await settle().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            LogNotNoted(logger, failure);
        }
    }

    private static async Task<byte[]> FingerprintAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n{request.ContentType}\n"));
        var buffer = new byte[8192];
        while (await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            hash.AppendData(buffer.AsSpan(0, read));
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static KeptAnswer AnswerOf(HttpResponse response, MemoryStream body) =>
        new(response.StatusCode, response.ContentType, response.Headers.Location.ToString() is { Length: > 0 } location ? location : null, body.ToArray());

    private static IResult InvalidKey(int count) => ApiProblem.Invalid(new Dictionary<string, string[]>
    {
        [Header] = [count == 1 ? $"is no key; expected 1 to {IdempotentRequest.LongestKey} printable ASCII characters, a UUID for example." : "is given more than once."],
    });

    private static IResult InHand(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return ApiProblem.Of(StatusCodes.Status409Conflict, "idempotency_key_in_hand", $"A request with this {Header} is being carried out at this moment, or its node died less than {IIdempotencyStore.Lease.TotalSeconds:0} s ago. Send it again in a few seconds.");
    }

    [LoggerMessage(6004, LogLevel.Warning, "An answer could not be kept for its idempotency key; the request was carried out")]
    private static partial void LogNotNoted(ILogger logger, Exception failure);
}
