using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>One node's machine has another time than the database's: it takes no work until that is mended.</summary>
public sealed class ClocksApart : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    public string Kind => "clocks apart";

    public string? Obstacle(FaultCluster cluster) => cluster.Settings.PlantedBug.Length == 0 ? null : "nodes with a planted bug have the machine's clock";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        var seconds = dice.Falls(50) ? 30 : -30;
        cluster.MoveMachineClock(seconds);
        try
        {
            return await Occasion.ComesAsync(async () => await cluster.CountAsync("keyrotation.node where state = 'refusing_work' and stopped_at is null and seen_at > clock_timestamp() - interval '5 seconds'") > 0, Patience)
                ? $"{cluster.Nodes[^1].Name} by {seconds} s, and takes no work"
                : null;
        }
        finally
        {
            cluster.MoveMachineClock(0);
        }
    }
}
