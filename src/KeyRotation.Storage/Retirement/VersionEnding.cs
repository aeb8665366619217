using KeyRotation.Nodes;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;

namespace KeyRotation.Storage.Retirement;

/// <summary>
/// The last changes of a version's state. Each asks in its own statement once more for everything that may have changed since it was
/// found permitted, so that a race changes nothing; each bumps the epoch that consumers watch. The key type's row comes first, as where a
/// target is registered or returns: one of the two waits for the other, and sees what it did.
/// </summary>
internal static class VersionEnding
{
    // A version that never was active has no activation, and so no consumer that could be behind. One that the store lost, and got back
    // from escrow, may have been: everybody must have acknowledged something since.
    private const string NothingWrites =
        """
          and exists (select 1 from keyrotation.key_type k where k.name = @keyType and k.activation = @activation)
          and exists (select 1 from keyrotation.store i where i.incarnation_id = @incarnation)
          and not exists (select 1 from keyrotation.rotation r where r.key_type = @keyType and r.ended_at is null)
          and not exists (select 1 from keyrotation.adoption d where d.key_type = @keyType and d.ended_at is null)
          and not exists (select 1 from keyrotation.quarantine q where q.key_type = @keyType and q.key_version = @version)
          and not exists (
              select 1
              from keyrotation.consumer c
              cross join keyrotation.store s
              cross join (
                  select max(n.number) as number
                  from (
                      select number from keyrotation.activation where key_type = @keyType and version = @version
                      union all
                      select 0 from keyrotation.key_version where key_type = @keyType and version = @version and restored_at is not null
                  ) n
              ) f
              left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
              where f.number is not null and c.signed_off_at is null and c.lease_until > @quietSince
                and (a.activation is null or a.activation <= f.number or a.incarnation_id <> s.incarnation_id)
                and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads l where l.consumer_id = c.consumer_id and l.key_type = @keyType)))
        """;

    private static readonly Statement Disable = new(
        $"""
        update keyrotation.key_version
        set state = 'disabled', disabled_at = @at
        where key_type = @keyType and version = @version and state = 'grace' and grace_ends_at <= @at
        {NothingWrites}
        """);

    private static readonly Statement Retire = new(
        $$"""
        update keyrotation.key_version
        set state = 'retired', retired_at = @at, wrapped_record = null
        where key_type = @keyType and version = @version and state = 'disabled' and disabled_at = @disabledAt
          and not exists (
              select 1
              from keyrotation.consumer_usage u
              where u.key_type = @keyType and u.version = @version and (u.last_attempt_at > @attemptsSince or u.last_open_at > @disabledAt))
          and not exists (
              select 1
              from keyrotation.consumer c
              cross join keyrotation.store s
              left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
              where c.signed_off_at is null and c.lease_until > {now} and c.registered_at <= @registeredBy
                and (a.acknowledged_at is null or a.acknowledged_at <= @attemptsSince or a.incarnation_id <> s.incarnation_id)
                and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads l where l.consumer_id = c.consumer_id and l.key_type = @keyType)))
        {{NothingWrites}}
        """);

    private static readonly Statement BackToGrace = new(
        """
        update keyrotation.key_version
        set state = 'grace', grace_ends_at = @graceEndsAt, disabled_at = null
        where key_type = @keyType and version = @version and state = 'disabled'
        """);

    private static readonly Statement GrowEpoch = new("update keyrotation.key_type set epoch = epoch + 1 where name = @keyType");

    /// <returns>False: the caller must roll back.</returns>
    public static Task<bool> DisableAsync(Session session, RetirementChange change) => EndAsync(session, Disable, change);

    /// <returns>False: the caller must roll back.</returns>
    public static Task<bool> RetireAsync(Session session, RetirementChange change) => EndAsync(session, Retire, change);

    /// <returns>False: the caller must roll back.</returns>
    public static async Task<bool> BackToGraceAsync(Session session, string keyType, int version, DateTimeOffset graceEndsAt)
    {
        await session.ExecuteAsync(GrowEpoch, new { keyType }).ConfigureAwait(false);
        return await session.ExecuteAsync(BackToGrace, new { keyType, version, graceEndsAt = (Instant)graceEndsAt }).ConfigureAwait(false) == 1;
    }

    private static async Task<bool> EndAsync(Session session, Statement end, RetirementChange change)
    {
        await session.ExecuteAsync(GrowEpoch, new { keyType = change.KeyType }).ConfigureAwait(false);
        var registered = await TargetPlaces.ListAsync(session, change.KeyType).ConfigureAwait(false);
        return registered.All(entry => change.Counted.Any(place => place.Target == entry.Name && place.DifferenceFrom(entry.Place) is null))
            && await session.ExecuteAsync(end, ParametersOf(change)).ConfigureAwait(false) == 1;
    }

    private static object ParametersOf(RetirementChange change) => new
    {
        keyType = change.KeyType,
        version = change.Version,
        at = (Instant)change.At,
        activation = change.Activation,
        incarnation = (Uid)change.Incarnation,
        quietSince = (Instant)change.QuietSince,
        disabledAt = (Instant?)change.DisabledAt,
        // The moment that it was disabled at and the moments of attempts are of two clocks.
        registeredBy = change.DisabledAt is { } disabledAt ? (Instant?)DisablingReaders.RegisteredBy(disabledAt) : null,
        attemptsSince = (Instant?)(change.DisabledAt - ClockSkew.Refusal),
    };
}
