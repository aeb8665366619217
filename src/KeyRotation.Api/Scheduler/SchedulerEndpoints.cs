using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Scheduler;

/// <summary>Status, pause and resume of the scheduler.</summary>
internal static class SchedulerEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/scheduler/status", StatusAsync).RequireAuthorization(ApiPolicies.Read).Describe(SchedulerDescriptions.Status);
        api.MapPost("/scheduler/pause", PauseAsync).RequireAuthorization(ApiPolicies.Operate).Describe(SchedulerDescriptions.Pause);
        api.MapPost("/scheduler/resume", ResumeAsync).RequireAuthorization(ApiPolicies.Operate).Describe(SchedulerDescriptions.Resume);
    }

    private static async Task<IResult> StatusAsync(SharedRead<SchedulerStatus> status, CancellationToken cancellationToken) =>
        TypedResults.Ok(StatusDto.Of(await status.ReadAsync(cancellationToken).ConfigureAwait(false)));

    private static async Task<IResult> PauseAsync(
        HttpContext context, PauseService pauses, KeyTypePolicies policies, SharedRead<SchedulerStatus> status, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var reason = body.Text("reason") ?? "";
        var until = body.Moment("until");
        if (until <= time.GetUtcNow())
            body.Add("until", "is over; expected a moment in the future.");
        var keyType = body.KeyTypeOf(policies, required: false);
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var standing = await pauses.PauseAsync(keyType, reason, until, context.Actor(), cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(standing, status, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ResumeAsync(
        HttpContext context, PauseService pauses, KeyTypePolicies policies, SharedRead<SchedulerStatus> status, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var keyType = body.KeyTypeOf(policies, required: false);
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var standing = await pauses.ResumeAsync(keyType, context.Actor(), cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(standing, status, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The status as it stands; what was rehearsed is not in it, so that the pauses that there would be are the answer.</summary>
    private static async Task<IResult> AnswerAsync(PausesInForce standing, SharedRead<SchedulerStatus> status, CancellationToken cancellationToken) =>
        Rehearsal.IsOn ? TypedResults.Ok(new PausesDto([.. standing.All.Select(PauseDto.Of)])) : await StatusAsync(status, cancellationToken).ConfigureAwait(false);
}
