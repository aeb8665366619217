using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Audit;
using KeyRotation.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Audit;

/// <summary>The audit trail, the latest event first.</summary>
internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/audit", ListAsync).RequireAuthorization(ApiPolicies.Audit).Describe(AuditDescriptions.List);

    private static async Task<IResult> ListAsync(HttpContext context, IAuditHistory audit, KeyTypePolicies policies, CancellationToken cancellationToken)
    {
        var query = new RequestQuery(context.Request.Query);
        var filter = AuditQuery.Read(query, policies);
        if (query.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var found = await audit.ListAsync(filter with { Limit = filter.Limit + 1 }, cancellationToken).ConfigureAwait(false);
        var page = PageDto<StoredAuditEvent>.Of(found, filter.Limit, last => RequestQuery.CursorOf(AuditQuery.PlaceOf(last).ToString()));
        return TypedResults.Ok(new PageDto<AuditEventDto>([.. page.Items.Select(AuditEventDto.Of)], page.NextCursor));
    }
}
