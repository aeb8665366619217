using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>The network between one process and the server is gone, for a moment or a while.</summary>
public sealed class CutConnections : IFault
{
    public string Kind => "connections cut";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        if (Occasion.Free([.. cluster.All], dice) is not { } slot)
            return null;
        using var disturbed = cluster.Disturb();
        try
        {
            var away = dice.Falls(50) ? TimeSpan.Zero : dice.Between(0.2, 5);
            slot.Network.Cut();
            await Task.Delay(away);
            return $"{slot.Name}, for {away.TotalSeconds:0.0} s";
        }
        finally
        {
            slot.Network.Mend();
            slot.LetGo();
        }
    }
}
