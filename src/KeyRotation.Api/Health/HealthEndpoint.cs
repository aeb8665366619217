using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using KeyRotation.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Health;

/// <summary>How the whole of it is. Always 200: the body's status tells.</summary>
internal static class HealthEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/health", ReadAsync).RequireAuthorization(ApiPolicies.Read).Describe(HealthDescriptions.Read);

    private static async Task<Ok<HealthDto>> ReadAsync(SharedRead<ClusterHealth> health, CancellationToken cancellationToken) =>
        TypedResults.Ok(HealthDto.Of(await health.ReadAsync(cancellationToken).ConfigureAwait(false)));
}
