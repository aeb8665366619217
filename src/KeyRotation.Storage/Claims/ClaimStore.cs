using System.Data.Common;
using KeyRotation.Claims;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Migration;

namespace KeyRotation.Storage.Claims;

/// <summary>Claims as rows of the control store.</summary>
internal sealed class ClaimStore(ControlStore store, ClaimHolder holder) : IClaimStore
{
    private static readonly Statement TakeExpired = new(
        """
        update keyrotation.claim
        set holder = @holder, epoch = epoch + 1, expires_at = {now+@milliseconds}
        where name = @name and expires_at <= {now}
        """);

    private static readonly Statement TakeNew = new(
        """
        insert into keyrotation.claim (name, holder, epoch, expires_at)
        select @name, @holder, 1, {now+@milliseconds}
        where not exists (select 1 from keyrotation.claim where name = @name)
        """);

    private static readonly Statement Epoch = new("select epoch from keyrotation.claim where name = @name");

    private static readonly Statement Held = new(
        """
        select name as Name, holder as Holder, epoch as Epoch
        from keyrotation.claim
        where substring(name, 1, @length) = @prefix and expires_at > {now}
        order by name
        """);

    private static readonly Statement GiveBack = new(
        """
        update keyrotation.claim
        set expires_at = {now}
        where name = @name and holder = @holder and epoch = @epoch
        """);

    private static readonly Statement GiveBackAll = new(
        """
        update keyrotation.claim
        set expires_at = {now}
        where expires_at > {now}
        """);

    public TimeSpan Duration => store.ClaimDuration;

    public async Task<Claim?> TryTakeAsync(string name, CancellationToken cancellationToken)
    {
        var parameters = new { name, holder = holder.Name, milliseconds = (long)store.ClaimDuration.TotalMilliseconds };
        try
        {
            return await store.Database.InTransactionAsync(async session =>
            {
                var taken = await session.ExecuteAsync(TakeExpired, parameters).ConfigureAwait(false);
                if (taken == 0)
                    taken = await session.ExecuteAsync(TakeNew, parameters).ConfigureAwait(false);
                return taken == 0 ? null : new Claim(name, holder.Name, await session.QuerySingleAsync<long>(Epoch, new { name }).ConfigureAwait(false));
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException violation) when (store.Database.Dialect.IsUniqueViolation(violation))
        {
            // Somebody inserted the claim between our two statements: it is theirs.
            return null;
        }
    }

    public Task RenewAsync(Fence fence, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(session => session.HoldAsync(fence, store.ClaimDuration), cancellationToken);

    public Task<IReadOnlyList<Claim>> ListHeldAsync(string prefix, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => session.QueryAsync<Claim>(Held, new { prefix, length = prefix.Length }), cancellationToken);

    public Task ReleaseAsync(Claim claim, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(session => session.ExecuteAsync(GiveBack, new { name = claim.Name, holder = claim.Holder, epoch = claim.Epoch }), cancellationToken);

    /// <summary>
    /// Ends what a former process left behind. Only for an embedded store whose file lock proves that no other process is alive.
    /// </summary>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(async session =>
        {
            await session.ExecuteAsync(GiveBackAll).ConfigureAwait(false);
            await RangeClaims.RevokeAllAsync(session).ConfigureAwait(false);
        }, cancellationToken);
}
