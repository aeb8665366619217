using KeyRotation.Checker.Witnesses;

namespace KeyRotation.Checker.Invariants;

/// <summary>What the database itself saw at the moment: <see cref="Witness"/>.</summary>
internal static class WitnessCheck
{
    public static async Task RunAsync(SnapshotReader reader, Activations activations, Findings findings)
    {
        if (!await reader.HasAsync("witness.unready_consumer"))
            return;
        foreach (var (keyType, number, version, consumer, at) in await reader.ListAsync(
            "select key_type, number, version, consumer, at from witness.unready_consumer", row => (row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetDateTime(4))))
            if (!IsExcused(activations, keyType, version, consumer))
                findings.Violated(InvariantNames.BeforeAcknowledgement, $"{keyType} activation {number} of version {version} at {at:O}, without {consumer}");
        foreach (var how in await reader.ListAsync("select what || ', taken by ' || taken_by || ', by ' || done_by || ' at ' || at from witness.stale_act", row => row.GetString(0)))
            findings.Violated(InvariantNames.UnderLostClaim, how);
        findings.Count("acts under claims", (await reader.ListAsync("select coalesce(sum(acts), 0)::bigint from witness.act_count", row => row.GetInt64(0)))[0]);
        findings.Count("claims taken", (await reader.ListAsync("select count(*) from witness.taken", row => row.GetInt64(0)))[0]);
    }

    /// <summary>An emergency that goes on without a consumer says so in its event.</summary>
    private static bool IsExcused(Activations activations, string keyType, int version, string consumer) =>
        activations.Audited.Any(activation => activation.KeyType == keyType && activation.Version == version && activation.Without.Split(", ").Contains(consumer));
}
