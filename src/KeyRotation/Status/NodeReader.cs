using KeyRotation.Claims;
using KeyRotation.Nodes;

namespace KeyRotation.Status;

/// <summary>Reads who is there and what each has in hand.</summary>
public sealed class NodeReader(INodeStore nodes, IClaimStore claims)
{
    private const string Any = "";

    public async Task<IReadOnlyList<NodeWork>> ReadAsync(CancellationToken cancellationToken)
    {
        var members = await nodes.ListLiveAsync(SchedulerStatusReader.SeenWithin, cancellationToken).ConfigureAwait(false);
        var held = (await claims.ListHeldAsync(Any, cancellationToken).ConfigureAwait(false)).ToLookup(claim => claim.Holder, claim => claim.Name);
        return [.. members.Select(node => new NodeWork(node, [.. held[node.Instance].Order(StringComparer.Ordinal)]))];
    }
}
