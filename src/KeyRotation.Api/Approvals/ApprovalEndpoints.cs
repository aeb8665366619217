using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Approvals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Approvals;

/// <summary>Commands that wait for a second person, and the second person's word.</summary>
internal static class ApprovalEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/approvals", ListAsync).RequireAuthorization(ApiPolicies.Read).Describe(ApprovalDescriptions.List);
        api.MapGet("/approvals/{id}", ShowAsync).RequireAuthorization(ApiPolicies.Read).Describe(ApprovalDescriptions.Show);
        // What it carries out may take as long as a cleanup does.
        api.MapPost("/approvals", DecideAsync).RequireAuthorization(ApiPolicies.Officer).Describe(ApprovalDescriptions.Decide).DisableRequestTimeout();
    }

    private static async Task<IResult> ListAsync(HttpContext context, IApprovalStore approvals, TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new RequestQuery(context.Request.Query);
        var (before, limit) = (query.Cursor<Guid>(IdOf), query.Limit());
        if (query.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var found = await approvals.ListAsync(before, limit + 1, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(PageDto<ApprovalDto>.Of([.. found.Select(approval => ApprovalDto.Of(approval, time.GetUtcNow()))], limit, last => RequestQuery.CursorOf(last.Id)));
    }

    private static async Task<IResult> ShowAsync(string id, IApprovalStore approvals, TimeProvider time, CancellationToken cancellationToken) =>
        IdOf(id) is { } known && await approvals.FindAsync(known, cancellationToken).ConfigureAwait(false) is { } approval
            ? TypedResults.Ok(ApprovalDto.Of(approval, time.GetUtcNow()))
            : ApiProblem.Of(ApprovalRefusals.NoSuchApproval(id));

    private static async Task<IResult> DecideAsync(HttpContext context, ApprovalService approvals, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var id = body.RequiredText("approval_id", "the id of an approval");
        var approve = body.Boolean("approve", otherwise: true);
        var reason = body.Text("reason") ?? "";
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        if (IdOf(id) is not { } known)
            return ApiProblem.Of(ApprovalRefusals.NoSuchApproval(id));
        var reply = await approvals.DecideAsync(known, approve, reason, context.Actor(), cancellationToken).ConfigureAwait(false);
        return reply.IsRefused
            ? ApiProblem.Of(reply.Refusal)
            : TypedResults.Accepted($"{ApiRoutes.Root}/approvals/{known:D}", ApprovalDto.Of(reply.Value, time.GetUtcNow()));
    }

    private static Guid? IdOf(string text) => Guid.TryParseExact(text, "D", out var id) ? id : null;
}
