using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Rotations;

/// <summary>
/// Counts over all rotations that there ever were. What has ended never changes, so a process counts it once an hour, and each time only what
/// is open or ended lately.
/// </summary>
internal sealed class RotationCounts(ControlStore store, IKeyStore keys, TimeProvider time) : IDisposable
{
    /// <summary>Longer than nodes' clocks may differ, and than a transaction takes that ends a rotation.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    private static readonly DateTimeOffset Beginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Statement Ended = new(
        """
        select state as State, failed_in as FailedIn, started_at as StartedAt, ended_at as EndedAt
        from keyrotation.rotation
        where ended_at >= @from and ended_at < @until
        """);

    // In one statement: one that ends meanwhile is counted once.
    private static readonly Statement OpenOrEnded = new(
        """
        select state as State, failed_in as FailedIn, started_at as StartedAt, ended_at as EndedAt
        from keyrotation.rotation
        where ended_at is null or (ended_at >= @from and ended_at < @until)
        """);

    private readonly SemaphoreSlim _counting = new(1);
    private Counted? _known;

    public async Task<RotationTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        var known = await KnownAsync(cancellationToken).ConfigureAwait(false);
        var all = known.With(await ReadAsync(OpenOrEnded, known.Until, Instant.EndOfTime, cancellationToken).ConfigureAwait(false));
        return new RotationTotals(all.Opened, all.Completed, all.Failed, all.Completed == 0 ? null : all.Seconds / all.Completed);
    }

    public void Dispose() => _counting.Dispose();

    /// <summary>One counts, others wait for it. A store that was restored to an older copy is counted anew.</summary>
    private async Task<Counted> KnownAsync(CancellationToken cancellationToken)
    {
        var incarnation = await keys.IncarnationAsync(cancellationToken).ConfigureAwait(false);
        var until = time.GetUtcNow() - Lately;
        if (_known is { } recent && recent.IsRecent(incarnation, until))
            return recent;
        await _counting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_known is { } known && known.IsRecent(incarnation, until))
                return known;
            return _known = new Counted(incarnation, until).With(await ReadAsync(Ended, Beginning, until, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _counting.Release();
        }
    }

    private Task<IReadOnlyList<RotationEnd>> ReadAsync(Statement statement, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => session.QueryAsync<RotationEnd>(statement, new { from = (Instant)from, until = (Instant)until }), cancellationToken);

    /// <summary>What ended before a moment, and what was added to it.</summary>
    private sealed record Counted(Guid Incarnation, DateTimeOffset Until)
    {
        public long Opened { get; private init; }
        public long Completed { get; private init; }
        public long Failed { get; private init; }
        public double Seconds { get; private init; }

        public bool IsRecent(Guid incarnation, DateTimeOffset until) => Incarnation == incarnation && (until - Until).Duration() < Lately;

        public Counted With(IReadOnlyList<RotationEnd> rotations) => this with
        {
            Opened = Opened + rotations.Count,
            Completed = Completed + rotations.Count(rotation => rotation.Seconds is not null),
            Failed = Failed + rotations.Count(rotation => rotation.HasFailed),
            Seconds = Seconds + rotations.Sum(rotation => rotation.Seconds ?? 0),
        };
    }

    private sealed class RotationEnd
    {
        public required string State { get; init; }
        public string? FailedIn { get; init; }
        public Instant? StartedAt { get; init; }
        public Instant? EndedAt { get; init; }

        /// <summary>Of a completed one.</summary>
        public double? Seconds => State == "completed" && StartedAt is { } started && EndedAt is { } ended ? ((DateTimeOffset)ended - started).TotalSeconds : null;

        public bool HasFailed => State is "failed" or "rolled_back" || (FailedIn is not null && State != "completed");
    }
}
