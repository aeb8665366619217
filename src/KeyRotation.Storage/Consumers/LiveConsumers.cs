using System.Text.Json;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Consumers;

/// <summary>Consumers that may read a key type, whose lease has not expired on the database's clock, and what they said that they hold.</summary>
internal static class LiveConsumers
{
    private static readonly Statement Live = new(
        """
        select c.name as Name, c.host as Host, a.incarnation_id as IncarnationId, a.activation as Activation, a.versions as Versions,
               s.incarnation_id as CurrentIncarnationId
        from keyrotation.consumer c
        cross join keyrotation.store s
        left join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = @keyType
        where c.signed_off_at is null and c.lease_until > {now}
          and exists (select 1 from keyrotation.consumer_reads r where r.consumer_id = c.consumer_id and r.key_type = @keyType)
        order by c.name, c.host
        """);

    // Alive, as far as they know, under registrations that the store lost: they register again with their next look.
    private static readonly Statement Awaited = new("select count(*) from keyrotation.store where id = 1 and consumers_awaited_until > {now}");

    public static async Task<IReadOnlyList<string>> NotHoldingAsync(Session session, string keyType, int version, ReadOnlyMemory<byte> checkValue)
    {
        var expected = Convert.ToHexStringLower(checkValue.Span);
        var live = await ListAsync(session, keyType).ConfigureAwait(false);
        return [.. await AwaitedAsync(session).ConfigureAwait(false), .. live.Where(consumer => !consumer.IsOfThisStore || !consumer.Holds(version, expected))
            .Select(consumer => consumer.IsOfThisStore && consumer.HoldsAnother(version, expected) ? $"{consumer.Display} (another key as version {version}: its check value differs)" : consumer.Display)];
    }

    public static async Task<IReadOnlyList<string>> NotAcknowledgedAsync(Session session, string keyType, long activation) =>
        [
            .. await AwaitedAsync(session).ConfigureAwait(false),
            .. Names(await ListAsync(session, keyType).ConfigureAwait(false), consumer => consumer.IsOfThisStore && consumer.Activation >= activation),
        ];

    private static async Task<string[]> AwaitedAsync(Session session) =>
        await session.QuerySingleAsync<long>(Awaited).ConfigureAwait(false) == 0 ? [] : ["consumers that the restored store does not know"];

    private static Task<IReadOnlyList<LiveRow>> ListAsync(Session session, string keyType) => session.QueryAsync<LiveRow>(Live, new { keyType });

    private static string[] Names(IReadOnlyList<LiveRow> live, Func<LiveRow, bool> isDone) =>
        [.. live.Where(consumer => !isDone(consumer)).Select(consumer => consumer.Display)];

    private sealed class LiveRow
    {
        public required string Name { get; init; }
        public required string Host { get; init; }
        public Uid? IncarnationId { get; init; }
        public Uid CurrentIncarnationId { get; init; }
        public long? Activation { get; init; }
        public string? Versions { get; init; }

        public bool IsOfThisStore => IncarnationId == CurrentIncarnationId;

        public string Display => $"{Name} on {Host}";

        public bool Holds(int version, string checkValue) => HeldAs(version) == checkValue;

        /// <summary>Under the version's number it has other material: it would seal what nobody else can open.</summary>
        public bool HoldsAnother(int version, string checkValue) => HeldAs(version) is { } held && held != checkValue;

        private string? HeldAs(int version) =>
            Versions is null ? null : JsonSerializer.Deserialize<Dictionary<int, string>>(Versions)!.GetValueOrDefault(version);
    }
}
