using KeyRotation.Api.Access;
using KeyRotation.Api.Approvals;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Approvals;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Rotations;

/// <summary>Rotations, past and present, and what an operator does with one.</summary>
internal static class RotationEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/rotations", ListAsync).RequireAuthorization(ApiPolicies.Read).Describe(RotationDescriptions.List);
        api.MapGet("/rotations/{id}", FindAsync).RequireAuthorization(ApiPolicies.Read).Describe(RotationDescriptions.Find);
        api.MapPatch("/rotations/{id}", TuneAsync).RequireAuthorization(ApiPolicies.Operate).Describe(RotationDescriptions.Tune);
        api.MapPost("/rotations/{id}/retry", RetryAsync).RequireAuthorization(ApiPolicies.Operate).Describe(RotationDescriptions.Retry);
        api.MapPost("/rotations/{id}/accept", AcceptAsync).RequireAuthorization(ApiPolicies.Officer).Describe(RotationDescriptions.Accept);
        api.MapPost("/rotations/{id}/rollback", RollBackAsync).RequireAuthorization(ApiPolicies.Officer).Describe(RotationDescriptions.RollBack);
        api.MapPost("/rotations/{id}/cancel", CancelAsync).RequireAuthorization(ApiPolicies.Operate).Describe(RotationDescriptions.Cancel);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IRotationStore rotations, KeyTypePolicies policies, CancellationToken cancellationToken)
    {
        var query = new RequestQuery(context.Request.Query);
        var filter = RotationQuery.Read(query, policies);
        if (query.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var found = await rotations.ListAsync(filter with { Limit = filter.Limit + 1 }, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(PageDto<RotationDto>.Of([.. found.Select(RotationDto.Of)], filter.Limit, last => RequestQuery.CursorOf(last.Id)));
    }

    private static async Task<IResult> FindAsync(string id, RotationReader rotations, CancellationToken cancellationToken) =>
        RotationRoutes.Parse(id) is { } rotation && await rotations.FindAsync(rotation, cancellationToken).ConfigureAwait(false) is { } report
            ? TypedResults.Ok(RotationDetailDto.Of(report))
            : RotationRoutes.NotFound(id);

    private static async Task<IResult> TuneAsync(string id, HttpContext context, RotationTuning tuning, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var adjustments = new RetryAdjustments(body.Integer("batch_size"), body.Integer("pace"));
        if (adjustments is { BatchSize: null, Pace: null })
            body.Add("batch_size", "or pace is expected, or both.");
        return await AnswerAsync(id, body, rotation => tuning.TuneAsync(rotation, adjustments, context.Actor(), cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<IResult> RetryAsync(string id, HttpContext context, RotationRecovery recovery, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var adjustments = new RetryAdjustments(body.Integer("batch_size"), body.Integer("pace"), body.Texts("targets"));
        return await AnswerAsync(id, body, rotation => recovery.RetryAsync(rotation, adjustments, context.Actor(), cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<IResult> AcceptAsync(string id, HttpContext context, RotationRecovery recovery, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var reason = body.RequiredText("reason", "why the rows that do not open are accepted, for the audit trail");
        return await AnswerAsync(id, body, rotation => recovery.AcceptAsync(rotation, reason, context.Actor(), cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<IResult> RollBackAsync(string id, HttpContext context, RotationRollback rollback, ApprovalGate gate, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var reason = body.RequiredText("reason", "why the rotation is rolled back, for the audit trail");
        if (!gate.IsClosedFor(ApprovalAction.Rollback))
            return await AnswerAsync(id, body, rotation => rollback.RollBackAsync(rotation, reason, context.Actor(), cancellationToken)).ConfigureAwait(false);
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        if (RotationRoutes.Parse(id) is not { } known)
            return RotationRoutes.NotFound(id);
        // What would be refused is nobody's to approve.
        var rehearsed = await RehearseAsync(() => rollback.RollBackAsync(known, reason, context.Actor(), cancellationToken)).ConfigureAwait(false);
        return rehearsed.IsRefused
            ? ApiProblem.Of(rehearsed.Refusal)
            : await gate.AskAsync(context, ApprovalAction.Rollback, RollbackCommand.ParametersOf(rehearsed.Value, reason), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext context, RotationRecovery recovery, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var reason = body.Text("reason") ?? "";
        return await AnswerAsync(id, body, rotation => recovery.CancelAsync(rotation, reason, context.Actor(), emergencies: context.IsOfficer(), cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<Reply<Rotation>> RehearseAsync(Func<Task<Reply<Rotation>>> command)
    {
        using var rehearsal = Rehearsal.Begin();
        return await command().ConfigureAwait(false);
    }

    private static async Task<IResult> AnswerAsync(string id, RequestBody body, Func<RotationId, Task<Reply<Rotation>>> command)
    {
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        if (RotationRoutes.Parse(id) is not { } rotation)
            return RotationRoutes.NotFound(id);
        var reply = await command(rotation).ConfigureAwait(false);
        return reply.IsRefused ? ApiProblem.Of(reply.Refusal) : TypedResults.Accepted(RotationRoutes.Of(rotation), RotationDto.Of(reply.Value));
    }
}
