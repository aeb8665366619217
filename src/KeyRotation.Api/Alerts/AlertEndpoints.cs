using KeyRotation.Alerts;
using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Alerts;

/// <summary>Open and past alerts, and who takes care of them.</summary>
internal static class AlertEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/alerts", ListAsync).RequireAuthorization(ApiPolicies.Read).Describe(AlertDescriptions.List);
        api.MapPost("/alerts/{id}/acknowledge", AcknowledgeAsync).RequireAuthorization(ApiPolicies.Operate).Describe(AlertDescriptions.Acknowledge);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IAlertRegister alerts, KeyTypePolicies policies, CancellationToken cancellationToken)
    {
        var query = new RequestQuery(context.Request.Query);
        var filter = new AlertFilter(query.Boolean("open"), query.KeyType(policies), query.Cursor<Guid>(IdOf), query.Limit());
        if (query.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var found = await alerts.ListAsync(filter with { Limit = filter.Limit + 1 }, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(PageDto<AlertDto>.Of([.. found.Select(AlertDto.Of)], filter.Limit, last => RequestQuery.CursorOf(last.Id)));
    }

    private static async Task<IResult> AcknowledgeAsync(string id, HttpContext context, AlertAcknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        if (IdOf(id) is not { } alert)
            return ApiProblem.Of(AlertAcknowledgement.NoSuchAlert(id));
        var reply = await acknowledgement.AcknowledgeAsync(alert, context.Actor(), cancellationToken).ConfigureAwait(false);
        return reply.IsRefused ? ApiProblem.Of(reply.Refusal) : TypedResults.Ok(AlertDto.Of(reply.Value));
    }

    private static Guid? IdOf(string text) => Guid.TryParseExact(text, "D", out var id) ? id : null;
}
