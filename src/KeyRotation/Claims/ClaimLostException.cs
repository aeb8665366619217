namespace KeyRotation.Claims;

/// <summary>Another process took the claim meanwhile. The transaction was rolled back; the work goes on elsewhere.</summary>
public sealed class ClaimLostException(Fence fence)
    : Exception($"The claim {fence} is no longer held: it expired and another process took it. Nothing was committed under it.");
