using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>The key-encryption key is not there when a node starts: it does not start, the others go on, and it starts when the key is back.</summary>
public sealed class UnreadableKeyFile : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public string Kind => "key file unreadable";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        if (Occasion.Free(cluster.Nodes, dice) is not { } node)
            return null;
        using var disturbed = cluster.Disturb();
        File.Move(cluster.KeyFile, $"{cluster.KeyFile}.away");
        try
        {
            await node.KillForGoodAsync();
            node.Start(null);
            node.ExpectedDeath = Kind;
            return await Occasion.ComesAsync(() => Task.FromResult(node.Process!.HasExited && node.Process.Output.Contains("cannot be read", StringComparison.Ordinal)), Patience)
                ? $"{node.Name} said so and did not start"
                : null;
        }
        finally
        {
            File.Move($"{cluster.KeyFile}.away", cluster.KeyFile);
            node.LetGo();
        }
    }
}
