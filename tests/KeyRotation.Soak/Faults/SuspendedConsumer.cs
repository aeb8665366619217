using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>
/// An application stands still while a version is to be activated: the activation waits for it, by name, until it goes on or its lease is
/// over.
/// </summary>
public sealed class SuspendedConsumer : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public string Kind => "consumer stopped across an activation";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        if (Occasion.Free([cluster.Writer, cluster.Reader], dice) is not { } application)
            return null;
        try
        {
            const string Activations = "keyrotation.activation";
            long? activations = null;
            await application.Process!.SignalAsync("STOP");
            var isBeyondLease = dice.Falls(50);
            var met = await Occasion.ComesAsync(async () =>
            {
                activations ??= await cluster.CountAsync(Activations);
                return isBeyondLease ? await cluster.CountAsync(Activations) > activations : await cluster.CountAsync("keyrotation.rotation where hold = 'consumers' and state = 'propagating'") > 0;
            }, isBeyondLease ? Patience : TimeSpan.FromSeconds(cluster.Settings.ConsumerLease + 4));
            return met ? $"{application.Name}, {(isBeyondLease ? "until its lease was over and it was not waited for" : "waited for")}" : null;
        }
        finally
        {
            await application.Process!.SignalAsync("CONT");
            application.LetGo();
        }
    }
}
