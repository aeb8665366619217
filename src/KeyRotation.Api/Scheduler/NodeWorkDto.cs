using KeyRotation.Status;

namespace KeyRotation.Api.Scheduler;

/// <summary>A member of the cluster and what it has in hand.</summary>
internal sealed record NodeWorkDto : NodeDto
{
    public NodeWorkDto(NodeDto node)
        : base(node)
    {
    }

    /// <summary>Names of the claims that it holds: <c>rotation:token_encryption</c> and the like.</summary>
    public required IReadOnlyList<string> Running { get; init; }

    public static NodeWorkDto Of(NodeWork work) => new(NodeDto.Of(work.Node)) { Running = work.Claims };
}
