using KeyRotation.Soak.Cluster;
using Npgsql;

namespace KeyRotation.Soak.Runs;

/// <summary>Starts again what died, as systemd does; nodes with a failpoint armed, so that the next rotation that reaches it kills them.</summary>
internal sealed class Supervisor(FaultCluster cluster, FaultLog log, Dice dice)
{
    private const int Killed = 137;
    private const int ArmedPercent = 60;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether nodes that are started again have failpoints.</summary>
    public bool Arms { get; set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var slot in cluster.All.Where(slot => slot is { IsDown: false, Process.HasExited: true }))
                await StartAgainAsync(slot);
            await Task.Delay(Interval, CancellationToken.None);
        }
    }

    private async Task StartAgainAsync(ProcessSlot slot)
    {
        await NoteAsync(slot);
        slot.Start(Arms && cluster.Nodes.Contains(slot) && dice.Falls(ArmedPercent) ? KillPoints.Choose(dice, log) : null);
    }

    private async Task NoteAsync(ProcessSlot slot)
    {
        var process = slot.Process!;
        if (slot.ExpectedDeath is not null)
            return;
        if (process.ExitCode == Killed && slot.Failpoints is { } failpoint)
            log.Strike($"kill -9, {KillPoints.StateOf(failpoint) ?? await StateLeftAsync(process.Id)}", $"{slot.Name} at {failpoint}", failpoint.Split('=')[0]);
        else if (process.ExitCode == 0 || !cluster.IsDisturbed)
            log.NotExpected($"{slot.Name} ended with {process.ExitCode}: {FaultCluster.Tail(process.Output, 15)}");
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
