using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>
/// A security officer opens an emergency while a rotation is at work: it is raised, or superseded, so that its holder has nothing to commit
/// any more. An emergency does not wait for long for those that do not answer.
/// </summary>
public sealed class Emergency : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public string Kind => "emergency";

    public string? Obstacle(FaultCluster cluster) => cluster.ApiObstacle;

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        var node = dice.One(cluster.NodesWithApi);
        string? state = null;
        await Occasion.ComesAsync(async () => (state = (await cluster.AtWorkAsync())?.State) is not null, Patience);
        var keyTypes = FaultTables.All.Select(table => table.KeyType).Where(keyType => !cluster.IsLeftInPeace(keyType)).ToArray();
        return keyTypes.Length > 0 && await Officer.OpenEmergencyAsync(node, dice.One(keyTypes), compromised: false) is { } answer
            ? $"at {node.Name}, {state ?? "between rotations"}: {answer}"
            : null;
    }
}
