using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Rotations;

namespace KeyRotation.Storage.Migration;

/// <summary>
/// The claim on a range stands in the range's own row: a batch is fenced by the row that it moves forward, so that nodes at work on
/// different ranges never wait for each other (docs/cluster.md).
/// </summary>
internal static class RangeClaims
{
    // Only as it was read, and only while its rotation migrates in a slot, or its adoption runs. Those are read, not locked: what ends
    // them locks every range that is not finished, and bumps its epoch.
    private static readonly Statement TakeFree = new(
        """
        update keyrotation.migration_range
        set holder = @holder, epoch = epoch + 1, claimed_until = {now+@claimMilliseconds}
        where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and epoch = @Epoch
          and finished_at is null and (claimed_until is null or claimed_until <= {now})
          and (exists (select 1 from keyrotation.rotation r where r.rotation_id = work_id and r.state in ('migrating', 'verifying', 'rolling_back'))
              and exists (select 1 from keyrotation.claim c where c.name like 'slot:%' and c.holder = @slotHolder and c.expires_at > {now})
            or exists (select 1 from keyrotation.adoption a where a.adoption_id = work_id and a.ended_at is null))
        """);

    // The first statement of a batch's transaction: it updates rather than reads, as every fence does.
    private static readonly Statement RenewHeld = new(
        """
        update keyrotation.migration_range
        set claimed_until = {now+@claimMilliseconds}
        where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and holder = @Holder and epoch = @Epoch
          and claimed_until is not null
        """);

    private static readonly Statement GiveBack = new(
        """
        update keyrotation.migration_range
        set claimed_until = null
        where work_id = @WorkId and target = @Target and pass = @Pass and range_number = @RangeNumber and holder = @Holder and epoch = @Epoch
        """);

    // Whoever works on them commits nothing any more.
    private static readonly Statement TakeAway = new(
        """
        update keyrotation.migration_range
        set epoch = epoch + 1, claimed_until = null
        where work_id = @workId and finished_at is null
        """);

    private static readonly Statement TakeAllAway = new(
        """
        update keyrotation.migration_range
        set epoch = epoch + 1, claimed_until = null
        where claimed_until is not null
        """);

    /// <returns>Whether it is the holder's now, under the epoch behind the one that was read.</returns>
    public static async Task<bool> TakeAsync(Session session, RangeProgress free, string holder, TimeSpan duration)
    {
        var row = RangeRow.Of(free);
        return await session.ExecuteAsync(TakeFree, new { row.WorkId, row.Target, row.Pass, row.RangeNumber, row.Epoch, holder, slotHolder = SlotStore.HolderOf(new RotationId(free.WorkId)), claimMilliseconds = (long)duration.TotalMilliseconds }).ConfigureAwait(false) == 1;
    }

    /// <summary>Renews the claim; the transaction is refused where it belongs to somebody else.</summary>
    public static Step Renew(RangeProgress held, TimeSpan duration)
    {
        var row = RangeRow.Of(held);
        return new Step(RenewHeld, new { row.WorkId, row.Target, row.Pass, row.RangeNumber, row.Holder, row.Epoch, claimMilliseconds = (long)duration.TotalMilliseconds }) { MustHit = 1 };
    }

    public static Task ReleaseAsync(Session session, RangeProgress held)
    {
        var row = RangeRow.Of(held);
        return session.ExecuteAsync(GiveBack, new { row.WorkId, row.Target, row.Pass, row.RangeNumber, row.Holder, row.Epoch });
    }

    /// <summary>Inside the transaction that ends the work, or sends it elsewhere.</summary>
    public static Task RevokeAsync(Session session, Guid workId) => session.ExecuteAsync(TakeAway, new { workId = (Uid)workId });

    /// <summary>What a former process left behind, where it is known to be dead.</summary>
    public static Task RevokeAllAsync(Session session) => session.ExecuteAsync(TakeAllAway);

    /// <summary>Whether it was the claim on a range that refused the transaction.</summary>
    public static bool IsRangeLost(this Commitment commitment) => commitment.Refused?.Statement == RenewHeld;

    public static string Describe(RangeProgress range) => $"range {range.RangeNumber} of {range.Target}, pass {range.Pass}, epoch {range.Epoch}";
}
