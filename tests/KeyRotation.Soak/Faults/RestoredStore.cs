using KeyRotation.Checker.Witnesses;
using KeyRotation.Soak.Cluster;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Npgsql;

namespace KeyRotation.Soak.Faults;

/// <summary>
/// Every node is killed, and the control store, Quartz's tables included, goes back to an earlier copy that lacks a version under which
/// rows are sealed. Applications go on.
/// </summary>
public sealed class RestoredStore : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public string Kind => "store restored";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        await cluster.Past.WaitAsync();
        try
        {
            return await GoBackAsync(cluster, dice);
        }
        finally
        {
            cluster.Past.Release();
        }
    }

    private static async Task<string?> GoBackAsync(FaultCluster cluster, Dice dice)
    {
        // Of those that are kept open some are to a server that has been restarted since.
        NpgsqlConnection.ClearAllPools();
        var store = TestStore.Of(DatabaseKind.PostgreSql, cluster.ConnectionString);
        var copy = await StoreCopy.TakeAsync(store);
        const string Later = "keyrotation.key_version v where v.state = 'active' and not exists (select 1 from copied.key_version c where c.key_type = v.key_type and c.version = v.version)";
        if (!await Occasion.ComesAsync(async () => await cluster.CountAsync(Later) > 0, Patience))
            return null;
        await Task.Delay(dice.Between(0, 2));
        var inHand = new List<ProcessSlot>();
        using var disturbed = cluster.Disturb();
        try
        {
            return await Occasion.TakeAllAsync(cluster.Nodes, inHand, Patience) ? await RestoreAsync(cluster, copy, Later) : null;
        }
        finally
        {
            foreach (var node in inHand)
                node.LetGo();
        }
    }

    private static async Task<string> RestoreAsync(FaultCluster cluster, StoreCopy copy, string later)
    {
        try
        {
            foreach (var node in cluster.Nodes)
                await node.KillForGoodAsync();
            var lost = await cluster.CountAsync(later);
            await cluster.ExecuteAsync(Witness.BeforeRestore);
            await copy.PutBackAsync();
            return $"{lost} active versions were not in the copy";
        }
        finally
        {
            foreach (var node in cluster.Nodes)
                node.Start(null);
        }
    }
}
