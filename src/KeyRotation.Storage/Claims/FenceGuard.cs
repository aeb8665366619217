using KeyRotation.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Claims;

/// <summary>
/// The first statement of every transaction that acts under claims. It updates the claim rather than reading it: under snapshot
/// isolation an epoch that is only read is no fence (docs/cluster.md).
/// </summary>
internal static class FenceGuard
{
    private static readonly Statement Renew = new(
        """
        update keyrotation.claim
        set expires_at = {now+@milliseconds}
        where name = @name and holder = @holder and epoch = @epoch
        """);

    /// <exception cref="ClaimLostException">A claim of the fence is held by somebody else.</exception>
    public static async Task HoldAsync(this Session session, Fence fence, TimeSpan duration)
    {
        // In the order of their names, so that two transactions never wait for each other.
        foreach (var claim in fence.Claims.OrderBy(claim => claim.Name, StringComparer.Ordinal))
        {
            var held = await session.ExecuteAsync(Renew, new { name = claim.Name, holder = claim.Holder, epoch = claim.Epoch, milliseconds = (long)duration.TotalMilliseconds }).ConfigureAwait(false);
            if (held != 1)
                throw new ClaimLostException(fence);
        }
    }
}
