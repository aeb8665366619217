namespace KeyRotation.Checker.Invariants;

/// <summary>When the faults are over, every rotation comes to its end by itself.</summary>
internal static class AtRest
{
    public static async Task CheckAsync(SnapshotReader reader, Findings findings)
    {
        foreach (var how in await reader.ListAsync(
            "select key_type || ' is ' || state || coalesce(', hold ' || hold, '') || coalesce(': ' || last_error, '') from keyrotation.rotation where ended_at is null or (outcome is distinct from 'success' and state <> 'superseded')",
            row => row.GetString(0)))
            findings.Violated(InvariantNames.NotAtRest, how);
        foreach (var how in await reader.ListAsync("select target || ' ' || row_key || ': ' || reason from keyrotation.quarantine", row => row.GetString(0)))
            findings.Violated(InvariantNames.RowDoesNotOpen, $"in quarantine: {how}");
    }
}
