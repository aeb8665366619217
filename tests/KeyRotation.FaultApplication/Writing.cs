using Microsoft.Extensions.Hosting;

namespace KeyRotation.FaultApplication;

/// <summary>Updates, inserts and deletes all the while, in several lanes; each row belongs to one of them, so its values have an order.</summary>
internal sealed class Writing(ApplicationSettings settings, SealedTables tables, EventLines events) : BackgroundService
{
    private const int LanesPerTable = 2;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HotInterval = TimeSpan.FromMilliseconds(40);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var book = new RowBook();
        using var journal = Journal.Open(settings.Journal, book);
        var counts = new OperationCounts();
        var pause = TimeSpan.FromSeconds((double)LanesPerTable * tables.All.Count / settings.OperationsPerSecond);
        var work = new List<Task>();
        foreach (var table in tables.All)
        {
            var hot = new HotRows(table);
            work.Add(hot.FollowAsync(HotInterval, stoppingToken));
            for (var lane = 0; lane < LanesPerTable; lane++)
                work.Add(new WritingLane(table, hot, journal, book, counts, events, lane, LanesPerTable, new Dice(settings.Seed * 31 + lane)).RunAsync(pause, stoppingToken));
        }
        events.Started();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(ProgressInterval, stoppingToken), Task.WhenAny(work));
            counts.Say(events.Progress);
            // A lane that ended of itself broke; the process must not look as if it wrote.
            if (work.FirstOrDefault(lane => lane.IsFaulted) is { } broken)
                await broken;
        }
        foreach (var lane in work)
            await lane.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        counts.Say(events.Stopped);
    }
}
