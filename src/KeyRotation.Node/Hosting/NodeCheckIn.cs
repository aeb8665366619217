using System.Diagnostics;
using KeyRotation.Nodes;
using KeyRotation.Retirement;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>
/// Tells the cluster every few seconds that this node is there and how it is, and compares its clock with the database's: over
/// 1 s is said, over 5 s it takes no work until the clock is right again.
/// </summary>
internal sealed partial class NodeCheckIn(
    INodeStore nodes, IRetirementStore jumps, NodeDescription description, ClockGuard clock, MachineClock machine, IWorkSwitch work, ILogger<NodeCheckIn> logger)
    : PeriodicDuty("Checking in", TimeSpan.FromSeconds(5), logger)
{
    /// <summary>The first answer may be slow only since its connection was opened for it.</summary>
    private const int QuestionsAtFirst = 3;

    private bool _isWarned;
    private (DateTimeOffset Machine, DateTimeOffset Database, long Monotonic)? _former;

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
        await NoteJumpsAsync(before, database, asked, cancellationToken).ConfigureAwait(false);
        if (ClockSkew.Of(before, database, Stopwatch.GetElapsedTime(asked)) is not { } skew)
            return false;
        clock.Skew = skew;
        return true;
    }

    /// <summary>
    /// A clock that moves by more than time passed makes keys older than they are: nothing is disabled or retired by a date that only so
    /// has passed. While the machine sleeps its monotonic clock stands still, so a sleep counts as a jump as well.
    /// </summary>
    private async Task NoteJumpsAsync(DateTimeOffset machineNow, DateTimeOffset database, long asked, CancellationToken cancellationToken)
    {
        var former = _former;
        if (former is { } last)
        {
            var passed = Stopwatch.GetElapsedTime(last.Monotonic, asked);
            foreach (var (name, jump) in new[] { (ClockJumps.OfNode, ClockJumps.Between(last.Machine, machineNow, passed)), (ClockJumps.OfDatabase, ClockJumps.Between(last.Database, database, passed)) })
                if (jump is { } moved)
                {
                    await jumps.NoteClockJumpAsync(description.Instance, name, moved, cancellationToken).ConfigureAwait(false);
                    LogJump(logger, name, moved.TotalHours);
                }
        }
        // Only behind the write: a jump that could not be noted is seen again by the next check-in.
        _former = (machineNow, database, asked);
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

    [LoggerMessage(1009, LogLevel.Warning, "The {Clock} clock moved by {JumpHours:0.0} h between two check-ins, which the monotonic clock did not see. Versions whose dates have passed only by that are kept, with the reason clock_suspect.")]
    private static partial void LogJump(ILogger logger, string clock, double jumpHours);

    [LoggerMessage(1004, LogLevel.Information, "This node's clock agrees with the database's again")]
    private static partial void LogAgree(ILogger logger);
}
