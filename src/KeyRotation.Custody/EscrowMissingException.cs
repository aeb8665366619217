namespace KeyRotation.Custody;

/// <summary>The escrow folder is not there.</summary>
public sealed class EscrowMissingException(string path)
    : Exception($"The escrow folder {path} does not exist. If it is a mount, mount it; for a new store create it, readable by the node's user only (`mkdir -m 700 {path}`). It is never made by itself: a missing mount would be taken for an empty escrow.");
