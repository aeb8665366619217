using Microsoft.Extensions.Hosting;

namespace KeyRotation.FaultApplication;

/// <summary>Opens random rows all the while, and says which do not open.</summary>
internal sealed class Reading(ApplicationSettings settings, SealedTables tables, EventLines events) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan UntilKnown = TimeSpan.FromSeconds(1);
    private const int LooksUntilKnown = 30;
    private const int LinesBetweenProgress = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var counts = new OperationCounts();
        var dice = new Dice(settings.Seed * 37);
        events.Started();
        for (var number = 1; !stoppingToken.IsCancellationRequested; number++)
        {
            var table = tables.All[dice.Next(tables.All.Count)];
            await ReadAsync(table, 1 + dice.Next(settings.Rows), counts);
            if (number % LinesBetweenProgress == 0)
                counts.Say(events.Progress);
            await Task.Delay(Interval, CancellationToken.None);
        }
        counts.Say(events.Stopped);
    }

    private async Task ReadAsync(SealedTable table, long id, OperationCounts counts)
    {
        for (var look = 1; ; look++)
            try
            {
                await using var connection = await table.OpenAsync(CancellationToken.None);
                if (await table.ReadAsync(connection, id, forUpdate: false, CancellationToken.None) is not null)
                    counts.Done(isHot: false);
                return;
            }
            catch (Exception failure) when (Absence.IsMeantBy(failure))
            {
                counts.Away();
                await Task.Delay(AfterFailure);
                return;
            }
            catch (VersionUnknownException) when (look < LooksUntilKnown)
            {
                await Task.Delay(UntilKnown);
            }
            catch (Exception failure)
            {
                counts.Wrong();
                events.Wrong(table.Target, id, failure.Message);
                return;
            }
    }
}
