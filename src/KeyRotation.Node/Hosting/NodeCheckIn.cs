using System.Diagnostics;
using KeyRotation.Nodes;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>
/// Tells the cluster every few seconds that this node is there and how it is, and compares its clock with the database's: over
/// 1 s is said, over 5 s it takes no work until the clock is right again.
/// </summary>
internal sealed partial class NodeCheckIn(
    INodeStore nodes, NodeDescription description, ClockGuard clock, MachineClock machine, IWorkSwitch work, ILogger<NodeCheckIn> logger)
    : PeriodicDuty("Checking in", TimeSpan.FromSeconds(5), logger)
{
    /// <summary>The first answer may be slow only since its connection was opened for it.</summary>
    private const int QuestionsAtFirst = 3;

    private bool _isWarned;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the scheduler starts: a node whose clock is wrong, or not known, takes no work in its first seconds either.
        clock.Await();
        await RunOnceAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await nodes.StopAsync(description.Id, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var questions = clock.IsAwaited ? QuestionsAtFirst : 1;
        while (!await MeasureAsync(cancellationToken).ConfigureAwait(false) && --questions > 0)
        {
        }
        Say(clock.Skew);
        await work.TakeWorkAsync(!clock.RefusesWork, cancellationToken).ConfigureAwait(false);
        await nodes.CheckInAsync(description.Now(clock), cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> MeasureAsync(CancellationToken cancellationToken)
    {
        var before = machine.UtcNow;
        var asked = Stopwatch.GetTimestamp();
        var database = await nodes.ClockAsync(cancellationToken).ConfigureAwait(false);
        if (ClockSkew.Of(before, database, Stopwatch.GetElapsedTime(asked)) is not { } skew)
            return false;
        clock.Skew = skew;
        return true;
    }

    private void Say(TimeSpan skew)
    {
        var isWarned = ClockSkew.IsWarned(skew);
        if (isWarned && !_isWarned)
            LogSkew(logger, skew.TotalSeconds, ClockSkew.IsRefused(skew) ? "It takes no work until they agree within 5 s." : "Beyond 5 s it would take no work.");
        else if (!isWarned && _isWarned)
            LogAgree(logger);
        _isWarned = isWarned;
    }

    [LoggerMessage(1003, LogLevel.Warning, "This node's clock is {SkewSeconds:0.0} s off the database's. {Consequence} Check time synchronization on both.")]
    private static partial void LogSkew(ILogger logger, double skewSeconds, string consequence);

    [LoggerMessage(1004, LogLevel.Information, "This node's clock agrees with the database's again")]
    private static partial void LogAgree(ILogger logger);
}
