using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>No space is left on the escrow's device until a rotation has failed for it.</summary>
public sealed class FullEscrow : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public string Kind => "escrow full";

    public string? Obstacle(FaultCluster cluster) => cluster.Escrow.CanBeFilled ? null : "no file system can be mounted here (that takes root on Linux)";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        const string Failures = "keyrotation.audit_event where action = 'rotation.attempt_failed' and error_details ilike '%space%'";
        var before = await cluster.CountAsync(Failures);
        cluster.Escrow.Fill();
        try
        {
            return await Occasion.ComesAsync(async () => await cluster.CountAsync(Failures) > before, Patience) ? "a rotation could not put its key there" : null;
        }
        finally
        {
            cluster.Escrow.Empty();
        }
    }
}
