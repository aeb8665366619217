namespace KeyRotation.Claims;

/// <summary>Another process took the claim meanwhile. The transaction was rolled back; the work goes on elsewhere.</summary>
/// <param name="claim">What is no longer held, for people.</param>
public sealed class ClaimLostException(string claim)
    : Exception($"The claim {claim} is no longer held: it expired or was taken away, and another process may have it. Nothing was committed under it.")
{
    public ClaimLostException(Fence fence)
        : this(fence.ToString())
    {
    }
}
