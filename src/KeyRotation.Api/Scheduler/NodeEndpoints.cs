using KeyRotation.Api.Access;
using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Requests;
using KeyRotation.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace KeyRotation.Api.Scheduler;

/// <summary>Members of the cluster and what each has in hand.</summary>
internal static class NodeEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/nodes", ListAsync).RequireAuthorization(ApiPolicies.Read).Describe(SchedulerDescriptions.Nodes);

    private static async Task<Ok<PageDto<NodeWorkDto>>> ListAsync(NodeReader nodes, CancellationToken cancellationToken) =>
        TypedResults.Ok(new PageDto<NodeWorkDto>([.. (await nodes.ReadAsync(cancellationToken).ConfigureAwait(false)).Select(NodeWorkDto.Of)], null));
}
