using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>The connection breaks when COMMIT is on its way: the server commits, and the process cannot know.</summary>
public sealed class CutBehindCommit : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Kind => "reply to COMMIT lost";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        var isWriter = dice.Falls(20);
        var slot = isWriter
            ? Occasion.Free([cluster.Writer], dice)
            : (await Occasion.StartedNodeAtWorkAsync(cluster, Patience))?.Node;
        if (slot is null)
            return null;
        try
        {
            var cut = slot.Network.CutBehindCommitAsync();
            return await Task.WhenAny(cut, Task.Delay(Patience)) == cut ? slot.Name : null;
        }
        finally
        {
            slot.Network.Mend();
            slot.LetGo();
        }
    }
}
