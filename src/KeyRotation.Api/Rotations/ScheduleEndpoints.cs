using KeyRotation.Api.Access;
using KeyRotation.Api.Approvals;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Idempotency;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Approvals;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Rotations;

/// <summary>Opening rotations and running them.</summary>
internal static class ScheduleEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/schedule", ListAsync).RequireAuthorization(ApiPolicies.Read).Describe(ScheduleDescriptions.List);
        api.MapPost("/schedule", ScheduleAsync).RequireAuthorization(ApiPolicies.Operate).Describe(ScheduleDescriptions.Schedule);
        api.MapPost("/schedule-all", ScheduleAllAsync).RequireAuthorization(ApiPolicies.Operate).Describe(ScheduleDescriptions.ScheduleAll);
        api.MapPost("/execute", ExecuteAsync).RequireAuthorization(ApiPolicies.Operate).Describe(ScheduleDescriptions.Execute);
        api.MapPost("/emergency-rotation", EmergencyAsync).RequireAuthorization(ApiPolicies.Officer).Describe(ScheduleDescriptions.Emergency);
    }

    private static async Task<IResult> ListAsync(SharedRead<(IReadOnlyList<Rotation> Queue, IReadOnlyList<UpcomingRotation> Upcoming)> upcoming, MaintenanceWindow window, CancellationToken cancellationToken)
    {
        var (queue, next) = await upcoming.ReadAsync(cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(ScheduleDto.Of(queue, next, window));
    }

    private static async Task<IResult> ScheduleAsync(HttpContext context, RotationRequests requests, KeyTypePolicies policies, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var keyType = body.KeyTypeOf(policies, required: true);
        var reason = body.RequiredText("reason", "why, for the audit trail");
        var notBefore = body.Moment("not_before");
        if (notBefore <= time.GetUtcNow())
            body.Add("not_before", "is over; expected a moment in the future, or none.");
        var trigger = body.TriggerOf("trigger") ?? RotationTrigger.PlannedMaintenance;
        var request = new ScheduleRequest(keyType ?? "", trigger, body.PriorityOf(), reason, notBefore, context.Actor())
        {
            Id = Operation.Of(context) is { } operation ? new RotationId(operation) : null,
        };
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var reply = await requests.ScheduleAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.IsRefused ? ApiProblem.Of(reply.Refusal) : TypedResults.Created(RotationRoutes.Of(reply.Value.Id), RotationDto.Of(reply.Value));
    }

    private static async Task<IResult> ScheduleAllAsync(HttpContext context, ScheduleAll all, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var reason = body.RequiredText("reason", "why, for the audit trail");
        var onlyDue = body.Boolean("only_due", otherwise: true);
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var results = await all.RunAsync(reason, onlyDue, context.Actor(), cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new PageDto<ScheduledKeyType>(results, null));
    }

    private static async Task<IResult> ExecuteAsync(HttpContext context, RotationExecution execution, KeyTypePolicies policies, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var id = RotationRoutes.IdOf(body);
        var keyType = body.KeyTypeOf(policies, required: false);
        if (id is null == keyType is null)
            body.Add("rotation_id", "or key_type is expected, one of the two.");
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var reply = id is { } rotation
            ? await execution.ExecuteAsync(rotation, context.Actor(), cancellationToken).ConfigureAwait(false)
            : await execution.ExecuteAsync(keyType!, context.Actor(), cancellationToken).ConfigureAwait(false);
        return reply.IsRefused ? ApiProblem.Of(reply.Refusal) : TypedResults.Accepted(RotationRoutes.Of(reply.Value.Id), RotationDto.Of(reply.Value));
    }

    private static async Task<IResult> EmergencyAsync(HttpContext context, EmergencyService emergencies, ApprovalGate gate, KeyTypePolicies policies, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var keyType = body.KeyTypeOf(policies, required: true);
        var reason = body.RequiredText("reason", "why, for the audit trail; the name of a trigger is taken as the trigger");
        var pauseRoutine = body.Boolean("pause_routine", otherwise: true);
        var compromised = body.Boolean("compromised", otherwise: true);
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var trigger = RotationTriggers.Find(reason) ?? RotationTrigger.IncidentResponse;
        var request = new EmergencyRequest(keyType!, trigger, reason, compromised, context.Actor()) { Id = Operation.Of(context) };
        if (gate.IsClosedFor(ApprovalAction.Emergency))
            return await gate.AskAsync(context, ApprovalAction.Emergency, EmergencyCommand.ParametersOf(request, pauseRoutine), cancellationToken).ConfigureAwait(false);
        var opened = await emergencies.StartAsync(request, pauseRoutine, cancellationToken).ConfigureAwait(false);
        return TypedResults.Accepted(RotationRoutes.Of(opened.Id), EmergencyDto.Of(opened, pauseRoutine));
    }
}
