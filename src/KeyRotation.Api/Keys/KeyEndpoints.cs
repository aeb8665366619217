using KeyRotation.Api.Access;
using KeyRotation.Keys;
using KeyRotation.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Keys;

/// <summary>Key types and their versions.</summary>
internal static class KeyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/keys", ListAsync).RequireAuthorization(ApiPolicies.Read);
        api.MapGet("/keys/{keyType}", FindAsync).RequireAuthorization(ApiPolicies.Read);
    }

    private static async Task<IResult> ListAsync(KeyTypePolicies policies, IKeyStore keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var versions = (await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false)).ToLookup(version => version.KeyType);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new { items = policies.All.Select(policy => KeyTypeDto.Of(policy, [.. versions[policy.Name]], now)).ToArray(), next_cursor = (string?)null });
    }

    /// <exception cref="KeyTypeUnknownException">No such key type; answered with 404.</exception>
    private static async Task<IResult> FindAsync(string keyType, KeyTypePolicies policies, IKeyStore keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var policy = policies.Of(keyType);
        var versions = await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(KeyTypeDto.Of(policy, versions, time.GetUtcNow()));
    }
}
