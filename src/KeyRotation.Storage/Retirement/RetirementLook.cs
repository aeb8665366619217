using KeyRotation.Keys;
using KeyRotation.Retirement;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Keys;

namespace KeyRotation.Storage.Retirement;

/// <summary>One look at what the retirement of a key type's versions depends on in the control store.</summary>
internal static class RetirementLook
{
    private static readonly Statement Clock = new("select {now}");

    private static readonly Statement Activations = new(
        """
        select number as Number, version as Version, activated_at as ActivatedAt
        from keyrotation.activation
        where key_type = @keyType
        order by number
        """);

    private static readonly Statement Latest = new(
        """
        select k.activation as Activation, s.incarnation_id as Incarnation, s.restored_at as RestoredAt
        from keyrotation.key_type k
        cross join keyrotation.store s
        where k.name = @keyType
        """);

    // Of consumers that may be offline for equally long the latest signs of life decide: the others are silent for longer than those.
    private static readonly Statement Behind = new(
        """
        select b.name as Name, b.host as Host, b.lease_until as LeaseUntil, b.max_offline_seconds as MaxOfflineSeconds
        from (
            select c.name, c.host, c.lease_until, c.max_offline_seconds,
                   row_number() over (partition by c.max_offline_seconds order by c.lease_until desc) as place
            from keyrotation.consumer c
            cross join keyrotation.store s
            left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
            where c.signed_off_at is null
              and (a.activation is null or a.activation <= @activation or a.incarnation_id <> s.incarnation_id)
              and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads r where r.consumer_id = c.consumer_id and r.key_type = @keyType))
        ) b
        where b.place <= @limit
        order by b.lease_until desc
        """);

    // Of one that acknowledged, the time of its latest acknowledgement: never before the first one of a later activation. One that signed
    // off before it acknowledged anything may have sealed until then. One that registered behind the later activation never could.
    private static readonly Statement AcknowledgedAt = new(
        """
        select max(case when a.activation > @activation and a.incarnation_id = s.incarnation_id then a.acknowledged_at else c.signed_off_at end) as LastAt
        from keyrotation.consumer c
        cross join keyrotation.store s
        left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
        where c.registered_at <= @registeredBy
          and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads r where r.consumer_id = c.consumer_id and r.key_type = @keyType))
        """);

    private static readonly Statement OpenRotation = new(
        """
        select rotation_id as Id, state as State
        from keyrotation.rotation
        where key_type = @keyType and ended_at is null
        """);

    private static readonly Statement Adoptions = new(
        """
        select adoption_id as Id, target as Target
        from keyrotation.adoption
        where key_type = @keyType and ended_at is null
        order by target
        """);

    private static readonly Statement HeldClaims = new(
        """
        select name as Name
        from keyrotation.claim
        where expires_at > {now} and (name = @rotation or substring(name, 1, 9) = 'adoption:')
        order by name
        """);

    private static readonly Statement Targets = new("select name from keyrotation.target where key_type = @keyType and retired_at is null order by name");

    private static readonly Statement Quarantined = new(
        """
        select key_version as Version, count(*) as Cells
        from keyrotation.quarantine
        where key_type = @keyType and key_version is not null
        group by key_version
        """);

    private static readonly Statement Jumps = new(
        """
        select instance as Instance, clock as Clock, seen_at as SeenAt, seconds as Seconds
        from keyrotation.clock_jump
        order by seen_at
        """);

    /// <summary>Consumers that are behind, at most, of those that may be offline for equally long.</summary>
    private const int BehindAtMost = 100;

    /// <summary>An activation's moment is taken before its COMMIT, on another clock: who registers within so long after it may still have read what was before.</summary>
    internal static readonly TimeSpan CommitLag = TimeSpan.FromMinutes(10);

    public static async Task<RetirementFacts> ReadAsync(Session session, string keyType)
    {
        var ofType = new { keyType };
        // The clock first: what is found to be so behind it was so at that moment, or has become so since; either way it is so before
        // a count that begins now.
        DateTimeOffset now = await session.QuerySingleAsync<Instant>(Clock).ConfigureAwait(false);
        var latest = await session.QuerySingleAsync<LatestRow>(Latest, ofType).ConfigureAwait(false);
        var versions = (await session.QueryAsync<KeyVersionRow>(KeyStore.Versions, ofType).ConfigureAwait(false)).Select(row => row.ToKeyVersion()).ToArray();
        var targets = await session.QueryAsync<string>(Targets, ofType).ConfigureAwait(false);
        var open = await session.QuerySingleOrDefaultAsync<OpenRow>(OpenRotation, ofType).ConfigureAwait(false);
        var facts = new RetirementFacts
        {
            KeyType = keyType,
            DatabaseNow = now,
            Activation = latest.Activation,
            Incarnation = latest.Incarnation,
            StoreRestoredAt = latest.RestoredAt,
            Versions = versions,
            Floors = await FloorsAsync(session, keyType, versions, now).ConfigureAwait(false),
            OpenRotation = open is null ? null : $"Rotation {open.Id.Value} ({open.State})",
            WritersAtWork = await WritersAsync(session, keyType, targets, open is not null).ConfigureAwait(false),
            Disablings = await DisablingReaders.OfAsync(session, keyType, versions).ConfigureAwait(false),
            Attempts = [.. (await AttemptedOpens.OfDisabledAsync(session).ConfigureAwait(false)).Where(attempt => attempt.KeyType == keyType)],
            Quarantined = (await session.QueryAsync<QuarantineRow>(Quarantined, ofType).ConfigureAwait(false)).Where(row => row.Version is > 0 and <= int.MaxValue).ToDictionary(row => (int)row.Version, row => row.Cells),
            ClockJumps = [.. (await session.QueryAsync<JumpRow>(Jumps).ConfigureAwait(false)).Select(row => new ClockJump(row.Instance, row.Clock, row.SeenAt, row.Seconds))],
            Targets = targets,
        };
        return facts;
    }

    private static async Task<IReadOnlyDictionary<int, WriteFloor>> FloorsAsync(Session session, string keyType, KeyVersion[] versions, DateTimeOffset now)
    {
        var activations = await session.QueryAsync<ActivationRow>(Activations, new { keyType }).ConfigureAwait(false);
        var floors = new Dictionary<int, WriteFloor>();
        foreach (var version in versions.Where(version => version.State is KeyVersionState.Grace or KeyVersionState.Disabled))
        {
            var last = activations.LastOrDefault(activation => activation.Version == version.Version)?.Number;
            if (last is null && version.RestoredAt is null)
            {
                floors.Add(version.Version, WriteFloor.NeverActive);
                continue;
            }
            // Came back from escrow, it may have been active in what the store lost: whatever was acknowledged since is later.
            var number = last ?? 0;
            DateTimeOffset? succeeded = last is null ? version.RestoredAt : activations.FirstOrDefault(activation => activation.Number > last)?.ActivatedAt;
            // Whoever used it then may register again at any time; beyond the grace period nobody can seal under it any more.
            var registeredBy = last is null ? version.GraceEndsAt : succeeded + CommitLag;
            var of = new { keyType, activation = number, limit = BehindAtMost, registeredBy = (Instant)(registeredBy ?? now) };
            var behind = await session.QueryAsync<BehindRow>(Behind, of).ConfigureAwait(false);
            floors.Add(version.Version, new WriteFloor(number, succeeded)
            {
                Behind = [.. behind.Select(row => row.ToStand())],
                AcknowledgedAt = (await session.QuerySingleAsync<AcknowledgedRow>(AcknowledgedAt, of).ConfigureAwait(false)).LastAt,
            });
        }
        return floors;
    }

    private static async Task<IReadOnlyList<string>> WritersAsync(Session session, string keyType, IReadOnlyList<string> targets, bool hasOpenRotation)
    {
        var rotation = RotationClaim.Of(keyType);
        var adoptions = await session.QueryAsync<AdoptionRow>(Adoptions, new { keyType }).ConfigureAwait(false);
        var claims = await session.QueryAsync<string>(HeldClaims, new { rotation }).ConfigureAwait(false);
        return
        [
            .. adoptions.Select(adoption => $"adoption {adoption.Id.Value} of target {adoption.Target}"),
            .. claims.Where(claim => (claim == rotation && !hasOpenRotation) || targets.Any(target => claim == $"adoption:{target}")).Select(claim => $"claim {claim}"),
        ];
    }

    private sealed class LatestRow
    {
        public long Activation { get; init; }
        public Uid Incarnation { get; init; }
        public Instant? RestoredAt { get; init; }
    }

    private sealed class ActivationRow
    {
        public long Number { get; init; }
        public int Version { get; init; }
        public Instant ActivatedAt { get; init; }
    }

    /// <summary>NULL where nobody who could encrypt under the version was there; as a value of its own the driver's NULL would be no moment.</summary>
    private sealed class AcknowledgedRow
    {
        public Instant? LastAt { get; init; }
    }

    private sealed class BehindRow
    {
        public required string Name { get; init; }
        public required string Host { get; init; }
        public Instant LeaseUntil { get; init; }
        public long? MaxOfflineSeconds { get; init; }

        public ConsumerStand ToStand() => new(Name, Host, LeaseUntil) { MaxOffline = MaxOfflineSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
    }

    private sealed class OpenRow
    {
        public Uid Id { get; init; }
        public required string State { get; init; }
    }

    private sealed class AdoptionRow
    {
        public Uid Id { get; init; }
        public required string Target { get; init; }
    }

    private sealed class QuarantineRow
    {
        public long Version { get; init; }
        public long Cells { get; init; }
    }

    private sealed class JumpRow
    {
        public required string Instance { get; init; }
        public required string Clock { get; init; }
        public Instant SeenAt { get; init; }
        public double Seconds { get; init; }
    }
}
