using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>The server ends as in a crash, and recovers.</summary>
public sealed class RestartedDatabase : IFault
{
    public string Kind => "database restarted";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        using var disturbed = cluster.Disturb();
        await cluster.Server.StopImmediatelyAsync();
        var away = dice.Between(0, 2);
        try
        {
            await Task.Delay(away);
        }
        finally
        {
            await cluster.Server.StartAgainAsync();
        }
        return $"away for {away.TotalSeconds:0.0} s";
    }
}
