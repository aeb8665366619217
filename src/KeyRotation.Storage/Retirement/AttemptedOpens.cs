using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Retirement;

/// <summary>What consumers reported of attempts to open something under versions that are disabled, and of opens by those that had not read so.</summary>
internal static class AttemptedOpens
{
    private static readonly Statement OfDisabled = new(
        """
        select u.key_type as KeyType, u.version as Version, u.attempts as Attempts, u.last_attempt_at as LastAttemptAt, c.name as Name, c.host as Host,
               case when u.last_open_at > v.disabled_at then u.last_open_at end as LastOpenAt
        from keyrotation.key_version v
        join keyrotation.consumer_usage u on u.key_type = v.key_type and u.version = v.version
        join keyrotation.consumer c on c.consumer_id = u.consumer_id
        where v.state = 'disabled' and (u.last_attempt_at is not null or u.last_open_at > v.disabled_at)
        """);

    private static readonly Statement Recent = new(
        """
        select u.key_type as KeyType, u.version as Version, u.attempts as Attempts, u.last_attempt_at as LastAttemptAt, c.name as Name, c.host as Host
        from keyrotation.consumer_usage u
        join keyrotation.consumer c on c.consumer_id = u.consumer_id
        where u.last_attempt_at > {now+@milliseconds}
        """);

    public static async Task<IReadOnlyList<AttemptedOpen>> OfDisabledAsync(Session session) =>
        ByVersion(await session.QueryAsync<Row>(OfDisabled).ConfigureAwait(false));

    public static async Task<IReadOnlyList<AttemptedOpen>> RecentAsync(Session session, TimeSpan within) =>
        ByVersion(await session.QueryAsync<Row>(Recent, new { milliseconds = -(long)within.TotalMilliseconds }).ConfigureAwait(false));

    private static AttemptedOpen[] ByVersion(IReadOnlyList<Row> rows) =>
    [
        .. rows.GroupBy(row => (row.KeyType, row.Version)).Select(version =>
        {
            var last = version.MaxBy(row => row.LastAt)!;
            return new AttemptedOpen(version.Key.KeyType, version.Key.Version, version.Sum(row => row.Attempts), last.LastAt, $"{last.Name} on {last.Host}") { WasOpened = last.WasOpened };
        }),
    ];

    private sealed class Row
    {
        public required string KeyType { get; init; }
        public int Version { get; init; }
        public long Attempts { get; init; }
        public Instant? LastAttemptAt { get; init; }
        public Instant? LastOpenAt { get; init; }
        public required string Name { get; init; }
        public required string Host { get; init; }

        public bool WasOpened => LastOpenAt is { } opened && !(LastAttemptAt?.Value > opened.Value);

        public DateTimeOffset LastAt => (WasOpened ? LastOpenAt : LastAttemptAt)!.Value;
    }
}
