using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>SIGKILL of the node that works on a rotation, at whatever instruction it is.</summary>
public sealed class KilledNode(string state) : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    public string Kind => $"kill -9, {state}";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        if (await Occasion.NodeAtWorkAsync(cluster, Patience, state) is not { } work)
            return null;
        try
        {
            work.Node.ExpectedDeath = Kind;
            await work.Node.Process!.KillAsync();
            return $"{work.Node.Name}, from outside";
        }
        finally
        {
            work.Node.LetGo();
        }
    }
}
