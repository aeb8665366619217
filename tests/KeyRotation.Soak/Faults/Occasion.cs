using System.Diagnostics;
using KeyRotation.Soak.Cluster;
using Npgsql;

namespace KeyRotation.Soak.Faults;

/// <summary>Waits for the moment that a fault wants.</summary>
internal static class Occasion
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);

    /// <returns>Whether it came in time.</returns>
    public static async Task<bool> ComesAsync(Func<Task<bool>> condition, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < patience)
        {
            try
            {
                if (await condition())
                    return true;
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or IOException)
            {
                // Another fault has the database.
            }
            await Task.Delay(Interval);
        }
        return false;
    }

    /// <summary>The same of a node that has come through its start: one that must not end.</summary>
    public static async Task<(ProcessSlot Node, string State)?> StartedNodeAtWorkAsync(FaultCluster cluster, TimeSpan patience)
    {
        var work = await NodeAtWorkAsync(cluster, patience);
        if (work is not { Node.HasStarted: false })
            return work;
        work.Value.Node.LetGo();
        return null;
    }

    /// <summary>The node that works on a rotation, in hand for this fault alone: let it go. Null when there is none in time.</summary>
    public static async Task<(ProcessSlot Node, string State)?> NodeAtWorkAsync(FaultCluster cluster, TimeSpan patience, string? state = null)
    {
        (ProcessSlot, string)? found = null;
        await ComesAsync(async () =>
        {
            if (await cluster.AtWorkAsync(state) is not { } work || !work.Node.TryTakeInHand())
                return false;
            if (work.Node is { IsDown: true } or { Process.HasExited: true })
            {
                work.Node.LetGo();
                return false;
            }
            found = (work.Node, work.State);
            return true;
        }, patience);
        return found;
    }

    /// <summary>All of the processes, in hand for this fault alone: let them go, whether all were had in time or not.</summary>
    /// <param name="slots">The processes.</param>
    /// <param name="inHand">Those that are in hand.</param>
    /// <param name="patience">How long to wait for them.</param>
    public static Task<bool> TakeAllAsync(IReadOnlyList<ProcessSlot> slots, List<ProcessSlot> inHand, TimeSpan patience) =>
        ComesAsync(() =>
        {
            inHand.AddRange(slots.Except(inHand).Where(slot => slot.TryTakeInHand()).ToArray());
            return Task.FromResult(inHand.Count == slots.Count);
        }, patience);

    /// <summary>One of the processes, in hand for this fault alone.</summary>
    public static ProcessSlot? Free(IReadOnlyList<ProcessSlot> slots, Dice dice)
    {
        var slot = dice.One(slots);
        if (!slot.TryTakeInHand())
            return null;
        if (slot is { IsDown: false, Process.HasExited: false })
            return slot;
        slot.LetGo();
        return null;
    }
}
