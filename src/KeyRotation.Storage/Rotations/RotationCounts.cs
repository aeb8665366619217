using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Rotations;

/// <summary>
/// Counts over all rotations that there ever were, at a cost that does not grow with them: what has ended never changes, so a process counts
/// it once, and each time only what is open or ended lately.
/// </summary>
internal sealed class RotationCounts(ControlStore store, TimeProvider time) : IDisposable
{
    /// <summary>Longer than nodes' clocks may differ, and than a transaction takes that ends a rotation.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    /// <summary>Behind every rotation.</summary>
    private static readonly DateTimeOffset EndOfTime = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Statement Incarnation = new("select incarnation_id from keyrotation.store where id = 1");

    private static readonly Statement Open = new(
        """
        select count(*) as Opened, coalesce(sum(case when state = 'failed' or failed_in is not null then 1 else 0 end), 0) as Failed
        from keyrotation.rotation
        where ended_at is null
        """);

    private static readonly Statement Ended = new(
        """
        select count(*) as Opened, coalesce(sum(case when state = 'rolled_back' or (failed_in is not null and state <> 'completed') then 1 else 0 end), 0) as Failed
        from keyrotation.rotation
        where ended_at >= @from and ended_at < @until
        """);

    private static readonly Statement Completed = new(
        """
        select started_at as StartedAt, ended_at as EndedAt
        from keyrotation.rotation
        where ended_at >= @from and ended_at < @until and state = 'completed' and started_at is not null
        """);

    private readonly SemaphoreSlim _counting = new(1);
    private Counted? _known;

    public async Task<RotationTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        var known = await KnownAsync(cancellationToken).ConfigureAwait(false);
        return await store.Database.ReadAsync(async session =>
        {
            var open = await session.QuerySingleAsync<CountsRow>(Open).ConfigureAwait(false);
            var all = await CountAsync(session, known, EndOfTime).ConfigureAwait(false);
            return new RotationTotals(all.Opened + open.Opened, all.Completed, all.Failed + open.Failed, all.Completed == 0 ? null : all.Seconds / all.Completed);
        }, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _counting.Dispose();

    /// <summary>One counts, others wait for it. A store that was restored to an older copy is counted anew.</summary>
    private async Task<Counted> KnownAsync(CancellationToken cancellationToken)
    {
        Guid incarnation = await store.Database.ReadAsync(session => session.QuerySingleAsync<Uid>(Incarnation), cancellationToken).ConfigureAwait(false);
        var until = time.GetUtcNow() - Lately;
        if (_known is { } recent && recent.IsRecent(incarnation, until))
            return recent;
        await _counting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_known is { } known && known.IsRecent(incarnation, until))
                return known;
            var from = _known is { } former && former.Incarnation == incarnation && former.Until <= until ? former : Counted.Nothing(incarnation);
            return _known = await store.Database.ReadAsync(session => CountAsync(session, from, until), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _counting.Release();
        }
    }

    private static async Task<Counted> CountAsync(Session session, Counted known, DateTimeOffset until)
    {
        var window = new { from = (Instant)known.Until, until = (Instant)until };
        var counts = await session.QuerySingleAsync<CountsRow>(Ended, window).ConfigureAwait(false);
        var completed = await session.QueryAsync<CompletedRow>(Completed, window).ConfigureAwait(false);
        return known with
        {
            Until = until,
            Opened = known.Opened + counts.Opened,
            Failed = known.Failed + counts.Failed,
            Completed = known.Completed + completed.Count,
            Seconds = known.Seconds + completed.Sum(row => ((DateTimeOffset)row.EndedAt - row.StartedAt).TotalSeconds),
        };
    }

    /// <summary>What ended before a moment.</summary>
    private sealed record Counted(Guid Incarnation, DateTimeOffset Until)
    {
        public long Opened { get; init; }
        public long Completed { get; init; }
        public long Failed { get; init; }
        public double Seconds { get; init; }

        public bool IsRecent(Guid incarnation, DateTimeOffset until) => Incarnation == incarnation && (until - Until).Duration() < Lately;

        public static Counted Nothing(Guid incarnation) => new(incarnation, new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private sealed class CompletedRow
    {
        public Instant StartedAt { get; init; }
        public Instant EndedAt { get; init; }
    }

    private sealed class CountsRow
    {
        public long Opened { get; init; }
        public long Failed { get; init; }
    }
}
