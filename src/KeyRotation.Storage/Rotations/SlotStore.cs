using System.Data.Common;
using System.Globalization;
using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Migration;

namespace KeyRotation.Storage.Rotations;

/// <summary>Slots are rows of <c>claim</c> whose holder is a rotation.</summary>
internal sealed class SlotStore(ControlStore store, IClaimStore claims) : ISlotStore
{
    private const string NamePrefix = "slot:";
    private const string HolderPrefix = "rotation ";

    private static readonly Statement Take = new(
        """
        update keyrotation.claim
        set holder = @holder, epoch = epoch + 1, expires_at = {now+@milliseconds}
        where name = @name and (expires_at <= {now} or holder = @holder)
        """);

    private static readonly Statement TakeNew = new(
        """
        insert into keyrotation.claim (name, holder, epoch, expires_at)
        select @name, @holder, 1, {now+@milliseconds}
        where not exists (select 1 from keyrotation.claim where name = @name)
        """);

    private static readonly Statement Epoch = new("select epoch from keyrotation.claim where name = @name");

    private static readonly Statement Renew = new(
        """
        update keyrotation.claim
        set expires_at = {now+@milliseconds}
        where name like 'slot:%' and holder = @holder and expires_at > {now}
        """);

    private static readonly Statement GiveBack = new(
        """
        update keyrotation.claim
        set expires_at = {now}
        where name = @name and holder = @holder and epoch = @epoch
          and not exists (select 1 from keyrotation.migration_range where work_id = @workId and finished_at is null and claimed_until > {now})
        """);

    private static readonly Statement TakeOver = new(
        """
        update keyrotation.claim
        set holder = @holder, epoch = epoch + 1, expires_at = {now+@milliseconds}
        where name = @name and holder = @former and expires_at > {now}
        """);

    private static readonly Statement TakeRotation = new(
        """
        update keyrotation.claim
        set holder = @by, epoch = epoch + 1, expires_at = {now}
        where name = @name
        """);

    private static readonly Statement SendBack = new(
        """
        update keyrotation.rotation
        set hold = @hold, hold_detail = @detail, hold_until = @until
        where rotation_id = @id and ended_at is null and priority <> 'emergency'
        """);

    private long Milliseconds => (long)store.ClaimDuration.TotalMilliseconds;

    public async Task<IReadOnlyList<HeldSlot>> ListHeldAsync(CancellationToken cancellationToken)
    {
        var held = await claims.ListHeldAsync(NamePrefix, cancellationToken).ConfigureAwait(false);
        return [.. held.Select(claim => new HeldSlot(NumberOf(claim), RotationOf(claim)))];
    }

    public async Task<Claim?> TryTakeAsync(int slot, RotationId rotation, CancellationToken cancellationToken)
    {
        var parameters = new { name = NameOf(slot), holder = HolderOf(rotation), milliseconds = Milliseconds };
        try
        {
            return await store.Database.InTransactionAsync(async session =>
            {
                var taken = await session.ExecuteAsync(Take, parameters).ConfigureAwait(false);
                if (taken == 0)
                    taken = await session.ExecuteAsync(TakeNew, parameters).ConfigureAwait(false);
                return taken == 0 ? null : await ClaimOfAsync(session, parameters.name, parameters.holder).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException violation) when (store.Database.Dialect.IsUniqueViolation(violation))
        {
            // Somebody inserted it between our two statements: it is theirs.
            return null;
        }
    }

    public Task<bool> RenewAsync(RotationId rotation, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(async session =>
            await session.ExecuteAsync(Renew, new { holder = HolderOf(rotation), milliseconds = Milliseconds }).ConfigureAwait(false) > 0, cancellationToken);

    public Task ReleaseAsync(Claim slot, RotationId rotation, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(
            session => session.ExecuteAsync(GiveBack, new { name = slot.Name, holder = slot.Holder, epoch = slot.Epoch, workId = (Uid)rotation.Value }), cancellationToken);

    public async Task<Claim?> PreemptAsync(Fence fence, HeldSlot slot, Rotation victim, RotationHold hold, RotationId emergency, AuditEvent @event, CancellationToken cancellationToken)
    {
        try
        {
            return await store.CommitAsync(fence, [@event], async session =>
            {
                // The victim's claims in the order in which its own transactions take them.
                var name = NameOf(slot.Number);
                await session.ExecuteAsync(TakeRotation, new { name = RotationClaim.Of(victim.KeyType), by = $"preempted by {emergency}" }).ConfigureAwait(false);
                if (await session.ExecuteAsync(TakeOver, new { name, holder = HolderOf(emergency), former = HolderOf(victim.Id), milliseconds = Milliseconds }).ConfigureAwait(false) != 1)
                    throw new SlotGoneException();
                // Raised to an emergency since it was looked at, or ended: it keeps what it has.
                if (await session.ExecuteAsync(SendBack, new { id = (Uid)victim.Id.Value, hold = hold.Hold.ToSnakeCase(), detail = hold.Detail, until = (Instant)hold.Until }).ConfigureAwait(false) != 1)
                    throw new SlotGoneException();
                await RangeClaims.RevokeAsync(session, victim.Id.Value).ConfigureAwait(false);
                return await ClaimOfAsync(session, name, HolderOf(emergency)).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (SlotGoneException)
        {
            return null;
        }
    }

    private static async Task<Claim?> ClaimOfAsync(Session session, string name, string holder) =>
        new Claim(name, holder, await session.QuerySingleAsync<long>(Epoch, new { name }).ConfigureAwait(false));

    private static string NameOf(int slot) => string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{slot}");

    internal static string HolderOf(RotationId rotation) => $"{HolderPrefix}{rotation}";

    private static int NumberOf(Claim claim) => int.Parse(claim.Name.AsSpan(NamePrefix.Length), CultureInfo.InvariantCulture);

    private static RotationId RotationOf(Claim claim) =>
        claim.Holder.StartsWith(HolderPrefix, StringComparison.Ordinal) && Guid.TryParse(claim.Holder.AsSpan(HolderPrefix.Length), out var id)
            ? new RotationId(id)
            // Held by a process of a former version, for as long as its claim lives: somebody's all the same.
            : default;

    /// <summary>Rolls the transaction back.</summary>
    private sealed class SlotGoneException : Exception;
}
