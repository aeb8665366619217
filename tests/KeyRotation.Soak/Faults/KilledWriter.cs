using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>SIGKILL of an application in the middle of what it writes.</summary>
public sealed class KilledWriter : IFault
{
    public string Kind => "application killed";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        if (Occasion.Free([cluster.Writer], dice) is not { } writer)
            return null;
        try
        {
            writer.ExpectedDeath = Kind;
            await writer.Process!.KillAsync();
            return writer.Name;
        }
        finally
        {
            writer.LetGo();
        }
    }
}
