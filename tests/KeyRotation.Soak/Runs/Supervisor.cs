using KeyRotation.Soak.Cluster;
using KeyRotation.Soak.Faults;
using Npgsql;

namespace KeyRotation.Soak.Runs;

/// <summary>Starts again what died, as systemd does; nodes with a failpoint armed, so that the next rotation that reaches it kills them.</summary>
internal sealed class Supervisor(FaultCluster cluster, FaultLog log, Dice dice)
{
    private const int Killed = 137;
    private const int StopPercent = 15;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly List<Task> _continuing = [];

    /// <summary>Whether nodes that are started again have failpoints.</summary>
    public bool Arms { get; set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var slot in cluster.All.Where(slot => slot is { IsDown: false, Process.HasExited: true } && slot.TryTakeInHand()))
                await StartAgainAsync(slot);
            foreach (var node in cluster.Nodes.Where(node => node.Failpoints?.Contains("=stop", StringComparison.Ordinal) == true && IsStopped(node) && node.TryTakeInHand()))
                _continuing.Add(ContinueAsync(node));
            await Task.Delay(Interval, CancellationToken.None);
        }
        await Task.WhenAll(_continuing);
    }

    /// <summary>In hand for that: a fault that takes a process down for good would otherwise start a second one beside it.</summary>
    private async Task StartAgainAsync(ProcessSlot slot)
    {
        try
        {
            if (slot is not { IsDown: false, Process.HasExited: true })
                return;
            await NoteAsync(slot);
            slot.Start(Arms && cluster.Nodes.Contains(slot) ? KillPoints.Choose(dice, log, dice.Falls(StopPercent) ? "stop" : "kill") : null);
        }
        finally
        {
            slot.LetGo();
        }
    }

    private async Task NoteAsync(ProcessSlot slot)
    {
        var process = slot.Process!;
        if (slot.ExpectedDeath is not null)
            return;
        if (process.ExitCode == Killed && slot.Failpoints is { } failpoint)
            log.Strike($"kill -9, {KillPoints.StateOf(failpoint) ?? await StateLeftAsync(process.Id)}", $"{slot.Name} at {failpoint}", failpoint.Split('=')[0]);
        else if (process.ExitCode == 0 || !cluster.IsDisturbed)
            log.NotExpected($"{slot.Name} ended with {process.ExitCode}: {FaultCluster.Tail(process.Output, 60)}");
    }

    /// <summary>It stopped itself between two statements; it is continued when nobody waits for it any more.</summary>
    private async Task ContinueAsync(ProcessSlot node)
    {
        await Task.Delay(dice.Between(cluster.Settings.LongestTimeOut + 1, cluster.Settings.LongestTimeOut + 4));
        log.Strike(SuspendedNode.KindOfFault, $"{node.Name} at {node.Failpoints}", node.Failpoints!.Split('=')[0]);
        await node.Process!.SignalAsync("CONT");
        node.LetGo();
    }

    private static bool IsStopped(ProcessSlot slot)
    {
        try
        {
            // Behind the name, which stands in brackets and may hold anything.
            return File.ReadAllText($"/proc/{slot.Process!.Id}/stat").Split(") ")[^1].StartsWith('T');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<string> StateLeftAsync(int process)
    {
        try
        {
            return await cluster.StateLeftByAsync(process) ?? "between rotations";
        }
        catch (NpgsqlException)
        {
            return "between rotations";
        }
    }
}
