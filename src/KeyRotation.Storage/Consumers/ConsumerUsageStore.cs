using KeyRotation.Consumers;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Consumers;

/// <summary>
/// Seals and opens of each consumer as rows of the control store. A consumer reports totals, not differences, so a report that
/// is made twice counts once. Moments are the database's clock less the age that the consumer measured.
/// </summary>
internal sealed class ConsumerUsageStore(ControlStore store) : IConsumerUsage
{
    private static readonly Statement Update = new(
        """
        update keyrotation.consumer_usage
        set seals = @seals, opens = @opens, last_seal_at = {now+@lastSeal}, last_open_at = {now+@lastOpen},
            attempts = @attempts, last_attempt_at = {now+@lastAttempt}, reported_at = {now}
        where consumer_id = @id and key_type = @keyType and version = @version
        """);

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.consumer_usage (consumer_id, key_type, version, seals, opens, last_seal_at, last_open_at, attempts, last_attempt_at, reported_at)
        values (@id, @keyType, @version, @seals, @opens, {now+@lastSeal}, {now+@lastOpen}, @attempts, {now+@lastAttempt}, {now})
        """);

    private static readonly Statement SealedSince = new(
        """
        select c.consumer_id as ConsumerId, c.name as Name, c.host as Host, u.seals as Seals, u.last_seal_at as LastSealAt
        from keyrotation.consumer_usage u
        join keyrotation.consumer c on c.consumer_id = u.consumer_id
        where u.key_type = @keyType and u.version = @version and u.last_seal_at >= @since
        order by c.name, c.host, u.last_seal_at
        """);

    private static readonly Statement Totals = new(
        """
        select version as Version, sum(seals) as Seals, sum(opens) as Opens, max(last_seal_at) as LastSealAt, max(last_open_at) as LastOpenAt
        from keyrotation.consumer_usage
        where key_type = @keyType
        group by version
        order by version
        """);

    public Task ReportAsync(Guid consumerId, IReadOnlyList<UsageReport> usage, CancellationToken cancellationToken) =>
        store.Database.InTransactionOnceAsync(async session =>
        {
            foreach (var report in usage)
            {
                var parameters = ParametersOf(consumerId, report);
                if (await session.ExecuteAsync(Update, parameters).ConfigureAwait(false) == 0)
                    await session.ExecuteAsync(Insert, parameters).ConfigureAwait(false);
            }
            return usage.Count;
        }, cancellationToken);

    public Task<IReadOnlyList<LateSealer>> SealedSinceAsync(string keyType, int version, DateTimeOffset since, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<LateSealer>>(async session =>
        {
            var rows = await session.QueryAsync<SealerRow>(SealedSince, new { keyType, version, since = (Instant)since }).ConfigureAwait(false);
            return [.. rows.Select(row => new LateSealer(row.ConsumerId, row.Name, row.Host, row.Seals, row.LastSealAt))];
        }, cancellationToken);

    public Task<IReadOnlyList<VersionUsage>> TotalsAsync(string keyType, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<VersionUsage>>(async session =>
        {
            var rows = await session.QueryAsync<TotalRow>(Totals, new { keyType }).ConfigureAwait(false);
            return [.. rows.Select(row => new VersionUsage(row.Version, (long)row.Seals, (long)row.Opens, row.LastSealAt, row.LastOpenAt))];
        }, cancellationToken);

    private static object ParametersOf(Guid consumerId, UsageReport report) => new
    {
        id = (Uid)consumerId,
        keyType = report.KeyType,
        version = report.Version,
        seals = report.Seals,
        opens = report.Opens,
        lastSeal = Ago(report.SinceLastSeal),
        lastOpen = Ago(report.SinceLastOpen),
        attempts = report.Attempts,
        lastAttempt = Ago(report.SinceLastAttempt),
    };

    /// <summary>
    /// SQL Server counts milliseconds in 32 bits, 24 days: a use that is older, because the store was away for longer, is said to be
    /// 24 days old. A seal may seem later than it was, never earlier.
    /// </summary>
    private static long? Ago(TimeSpan? age) => age is { } since ? -Math.Min((long)since.TotalMilliseconds, int.MaxValue) : null;

    private sealed class SealerRow
    {
        public Uid ConsumerId { get; init; }
        public required string Name { get; init; }
        public required string Host { get; init; }
        public long Seals { get; init; }
        public Instant LastSealAt { get; init; }
    }

    private sealed class TotalRow
    {
        public int Version { get; init; }

        // PostgreSQL sums bigint as numeric.
        public decimal Seals { get; init; }
        public decimal Opens { get; init; }
        public Instant? LastSealAt { get; init; }
        public Instant? LastOpenAt { get; init; }
    }
}
