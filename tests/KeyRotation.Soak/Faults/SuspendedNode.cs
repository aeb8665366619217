using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>SIGSTOP of the node that works on a rotation, for longer than every time-out, then SIGCONT: it believes that it still has its claims.</summary>
public sealed class SuspendedNode : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public const string KindOfFault = "stopped and continued";

    public string Kind => KindOfFault;

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        if (await Occasion.StartedNodeAtWorkAsync(cluster, Patience) is not { } work)
            return null;
        try
        {
            await work.Node.Process!.SignalAsync("STOP");
            await Task.Delay(dice.Between(cluster.Settings.LongestTimeOut + 1, cluster.Settings.LongestTimeOut + 4));
            return $"{work.Node.Name}, {work.State}";
        }
        finally
        {
            await work.Node.Process!.SignalAsync("CONT");
            work.Node.LetGo();
        }
    }
}
