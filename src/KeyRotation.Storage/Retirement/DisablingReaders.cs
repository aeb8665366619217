using System.Text.Json;
using KeyRotation.Keys;
using KeyRotation.Nodes;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Retirement;

/// <summary>Which live consumers hold a ring without a version that is disabled.</summary>
internal static class DisablingReaders
{
    // One that registered behind the disabling never read a ring with the version.
    private static readonly Statement Live = new(
        """
        select c.name as Name, c.host as Host, case when a.incarnation_id = s.incarnation_id then a.acknowledged_at end as AcknowledgedAt, a.versions as Versions
        from keyrotation.consumer c
        cross join keyrotation.store s
        left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
        where c.signed_off_at is null and c.lease_until > {now} and c.registered_at <= @registeredBy
          and (a.consumer_id is not null or exists (select 1 from keyrotation.consumer_reads r where r.consumer_id = c.consumer_id and r.key_type = @keyType))
        order by c.name, c.host
        """);

    public static async Task<IReadOnlyDictionary<int, DisablingStand>> OfAsync(Session session, string keyType, IEnumerable<KeyVersion> versions)
    {
        var stands = new Dictionary<int, DisablingStand>();
        foreach (var version in versions)
            if (version is { State: KeyVersionState.Disabled, DisabledAt: { } disabledAt })
            {
                var live = await session.QueryAsync<Row>(Live, new { keyType, registeredBy = RegisteredBy(disabledAt) }).ConfigureAwait(false);
                var read = live.ToLookup(row => row.HasRead(version.Version, disabledAt));
                stands.Add(version.Version, new DisablingStand([.. read[false].Select(row => $"{row.Name} on {row.Host}")], read[true].Max(row => (DateTimeOffset?)row.AcknowledgedAt)));
            }
        return stands;
    }

    /// <summary>Who registered later than this loaded a ring without the version.</summary>
    public static Instant RegisteredBy(DateTimeOffset disabledAt) => disabledAt + RetirementLook.CommitLag;

    private sealed class Row
    {
        public required string Name { get; init; }
        public required string Host { get; init; }
        public Instant? AcknowledgedAt { get; init; }
        public string? Versions { get; init; }

        // The two moments are of two clocks. An acknowledgement of just before the disabling names the version.
        public bool HasRead(int version, DateTimeOffset disabledAt) =>
            AcknowledgedAt is { Value: var at } && at > disabledAt - ClockSkew.Refusal && !JsonSerializer.Deserialize<Dictionary<int, string>>(Versions!)!.ContainsKey(version);
    }
}
