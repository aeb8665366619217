using KeyRotation.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Claims;

/// <summary>
/// The first statements of every transaction that acts under claims. They update the claims rather than read them: under snapshot
/// isolation an epoch that is only read is no fence (docs/cluster.md).
/// </summary>
internal static class FenceGuard
{
    private static readonly Statement RenewFirst = Renew(0);
    private static readonly Statement RenewSecond = Renew(1);

    /// <summary>Renew the claims, in the order of their names, so that two transactions never wait for each other.</summary>
    public static IReadOnlyList<Step> Steps(this Fence fence, TimeSpan duration) =>
    [
        .. fence.Claims.OrderBy(claim => claim.Name, StringComparer.Ordinal).Select((claim, index) => index switch
        {
            0 => new Step(RenewFirst, new { name0 = claim.Name, holder0 = claim.Holder, epoch0 = claim.Epoch, claimMilliseconds = Milliseconds(duration) }) { MustHit = 1 },
            1 => new Step(RenewSecond, new { name1 = claim.Name, holder1 = claim.Holder, epoch1 = claim.Epoch, claimMilliseconds = Milliseconds(duration) }) { MustHit = 1 },
            _ => throw new NotSupportedException($"The fence {fence} has {fence.Claims.Count} claims; nothing acts under more than two."),
        }),
    ];

    /// <exception cref="ClaimLostException">A claim of the fence is held by somebody else.</exception>
    public static async Task HoldAsync(this Session session, Fence fence, TimeSpan duration)
    {
        if ((await StepByStep.RunAsync(session, fence.Steps(duration)).ConfigureAwait(false)).Refused is not null)
            throw new ClaimLostException(fence);
    }

    /// <summary>Whether it was a claim of a fence that refused the transaction.</summary>
    public static bool IsClaimLost(this Commitment commitment) =>
        commitment.Refused is { } step && (step.Statement == RenewFirst || step.Statement == RenewSecond);

    // Parameters of names of their own: the steps of a transaction share them.
    private static Statement Renew(int claim) => new(
        $$"""
        update keyrotation.claim
        set expires_at = {now+@claimMilliseconds}
        where name = @name{{claim}} and holder = @holder{{claim}} and epoch = @epoch{{claim}}
        """);

    private static long Milliseconds(TimeSpan duration) => (long)duration.TotalMilliseconds;
}
