using KeyRotation.Api.Access;
using KeyRotation.Api.Approvals;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.DryRuns;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Approvals;
using KeyRotation.Policies;
using KeyRotation.Retirement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Retirement;

/// <summary>Disables and retires what may be, now; says of each version that is kept why.</summary>
internal static class CleanupEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/cleanup", CleanUpAsync).RequireAuthorization(ApiPolicies.Officer).Describe(CleanupDescription.CleanUp).WithMetadata(new OwnDryRun())
        // It counts references in every target, which takes as long as they are large.
        .DisableRequestTimeout();

    private static async Task<IResult> CleanUpAsync(HttpContext context, RetirementService retirement, ApprovalGate gate, KeyTypePolicies policies, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var keyType = body.KeyTypeOf(policies, required: false);
        var dryRun = DryRunFilter.IsAskedFor(context.Request, body);
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        if (!dryRun && gate.IsClosedFor(ApprovalAction.Cleanup))
            return await gate.AskAsync(context, ApprovalAction.Cleanup, CleanupCommand.ParametersOf(keyType), cancellationToken).ConfigureAwait(false);
        var reports = new List<RetirementReport>();
        foreach (var name in keyType is null ? policies.All.Select(policy => policy.Name) : [keyType])
            reports.AddRange(await retirement.RunAsync(name, dryRun, context.Actor(), cancellationToken).ConfigureAwait(false));
        return TypedResults.Ok(new CleanupDto(dryRun, reports));
    }

    private sealed class OwnDryRun : IHasOwnDryRun;
}
