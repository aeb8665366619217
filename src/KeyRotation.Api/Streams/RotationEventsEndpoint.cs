using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Rotations;
using KeyRotation.Rotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace KeyRotation.Api.Streams;

/// <summary>A rotation's progress as server-sent events: as it stands, then whenever it changed, until it ends.</summary>
internal sealed class RotationEventsEndpoint(RotationSnapshots snapshots, StreamSeats seats, IFailureKinds kinds, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const string RetryAfterSeconds = "30";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/rotations/{id}/events", (string id, HttpContext context, RotationEventsEndpoint endpoint) => endpoint.FollowAsync(id, context)).RequireAuthorization(ApiPolicies.Read).Describe(RotationDescriptions.Follow).DisableRequestTimeout();

    private async Task FollowAsync(string id, HttpContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (RotationRoutes.Parse(id) is not { } rotation || await snapshots.ReadAsync(rotation, ends.Token).ConfigureAwait(false) is not { } first)
        {
            await RotationRoutes.NotFound(id).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        using var seat = seats.TryTake();
        if (seat is null)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "too_many_streams", "This process serves as many event streams as it may. Ask another one, or ask for the rotation itself now and then.").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        try
        {
            await SendAsync(rotation, first, new EventStream(context.Response), ends.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client went, or this process stops: a client connects again, to another one.
        }
    }

    private async Task SendAsync(RotationId id, RotationSnapshot first, EventStream stream, CancellationToken cancellationToken)
    {
        await stream.BeginAsync(cancellationToken).ConfigureAwait(false);
        await stream.SendAsync("rotation", first.Json, cancellationToken).ConfigureAwait(false);
        var (last, sentAt) = (first, time.GetUtcNow());
        while (!last.HasEnded)
        {
            await Task.Delay(RotationSnapshots.Interval, time, cancellationToken).ConfigureAwait(false);
            var next = await ReadAsync(id, last, cancellationToken).ConfigureAwait(false);
            if (next.Json != last.Json)
                await stream.SendAsync("rotation", next.Json, cancellationToken).ConfigureAwait(false);
            else if (time.GetUtcNow() - sentAt >= KeepAlive)
                await stream.KeepAliveAsync(cancellationToken).ConfigureAwait(false);
            else
                continue;
            (last, sentAt) = (next, time.GetUtcNow());
        }
        await stream.SendAsync("end", "{}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>While the store is away the rotation stays as it was seen last.</summary>
    private async Task<RotationSnapshot> ReadAsync(RotationId id, RotationSnapshot last, CancellationToken cancellationToken)
    {
        try
        {
            return await snapshots.ReadAsync(id, cancellationToken).ConfigureAwait(false) ?? last;
        }
        catch (Exception away) when (kinds.IsStoreUnavailable(away))
        {
            return last;
        }
    }
}
