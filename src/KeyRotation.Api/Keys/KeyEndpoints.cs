using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Retirement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Keys;

/// <summary>Key types and their versions.</summary>
internal static class KeyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/keys", ListAsync).RequireAuthorization(ApiPolicies.Read).Describe(KeyDescriptions.List);
        api.MapGet("/keys/{keyType}", FindAsync).RequireAuthorization(ApiPolicies.Read).Describe(KeyDescriptions.Find);
        api.MapPost("/keys/{keyType}/versions/{version:int}/enable", EnableAsync).RequireAuthorization(ApiPolicies.Operate).Describe(KeyDescriptions.Enable);
        api.MapPost("/keys/{keyType}/versions/{version:int}/compromise", CompromiseAsync).RequireAuthorization(ApiPolicies.Officer).Describe(KeyDescriptions.Compromise);
    }

    private static async Task<IResult> ListAsync(KeyTypePolicies policies, IKeyStore keys, IRetirementStore retirement, TimeProvider time, CancellationToken cancellationToken)
    {
        var versions = (await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false)).ToLookup(version => version.KeyType);
        var censuses = (await retirement.LatestCensusesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(census => census.KeyType);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new PageDto<KeyTypeDto>([.. policies.All.Select(policy => KeyTypeDto.Of(policy, [.. versions[policy.Name]], censuses.GetValueOrDefault(policy.Name), now))], null));
    }

    /// <exception cref="KeyTypeUnknownException">No such key type; answered with 404.</exception>
    private static async Task<IResult> FindAsync(string keyType, KeyTypePolicies policies, IKeyStore keys, IRetirementStore retirement, TimeProvider time, CancellationToken cancellationToken)
    {
        var policy = policies.Of(keyType);
        var versions = await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false);
        var census = (await retirement.LatestCensusesAsync(cancellationToken).ConfigureAwait(false)).SingleOrDefault(latest => latest.KeyType == keyType);
        return TypedResults.Ok(KeyTypeDto.Of(policy, versions, census, time.GetUtcNow()));
    }

    /// <summary>Undoes what disabled a version: it opens again within about a second.</summary>
    /// <exception cref="KeyTypeUnknownException">No such key type; answered with 404.</exception>
    private static async Task<IResult> EnableAsync(string keyType, int version, HttpContext context, KeyTypePolicies policies, VersionEnabling enabling, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var reason = body.Text("reason") ?? "";
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var reply = await enabling.EnableAsync(policies.Of(keyType).Name, version, reason, context.Actor(), cancellationToken).ConfigureAwait(false);
        return reply.IsRefused ? ApiProblem.Of(reply.Refusal) : TypedResults.Ok(KeyVersionDto.Of(reply.Value, null, time.GetUtcNow()));
    }

    /// <summary>Marks a version that encrypts no more compromised.</summary>
    /// <exception cref="KeyTypeUnknownException">No such key type; answered with 404.</exception>
    private static async Task<IResult> CompromiseAsync(string keyType, int version, HttpContext context, KeyTypePolicies policies, VersionCompromise compromise, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken).ConfigureAwait(false);
        var reason = body.RequiredText("reason", "why it is taken for compromised, for the audit trail");
        if (body.Mistakes() is { } mistakes)
            return ApiProblem.Invalid(mistakes);
        var reply = await compromise.MarkAsync(policies.Of(keyType).Name, version, reason, context.Actor(), cancellationToken).ConfigureAwait(false);
        return reply.IsRefused ? ApiProblem.Of(reply.Refusal) : TypedResults.Ok(KeyVersionDto.Of(reply.Value, null, time.GetUtcNow()));
    }
}
