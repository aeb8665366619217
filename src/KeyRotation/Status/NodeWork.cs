using KeyRotation.Nodes;

namespace KeyRotation.Status;

/// <summary>A member of the cluster and what it has in hand.</summary>
/// <param name="Node">As it described itself last.</param>
/// <param name="Claims">Names of the claims that it holds: <c>rotation:token_encryption</c> and the like.</param>
public sealed record NodeWork(ClusterNode Node, IReadOnlyList<string> Claims);
