namespace KeyRotation.Checker.Invariants;

/// <summary>
/// A key type has one active version at every instant: the audited activations, replayed, each replace exactly the one before, the table of
/// activations says the same, and the last of them is what is active now.
/// </summary>
internal static class ActiveVersions
{
    public static void Check(StoredKeys keys, Activations activations, Findings findings)
    {
        foreach (var (keyType, _, number) in keys.KeyTypes)
        {
            var stored = activations.Stored.Where(activation => activation.KeyType == keyType).ToArray();
            var audited = activations.Audited.Where(activation => activation.KeyType == keyType).ToArray();
            findings.Count("activations", stored.Length);
            if (!stored.Select(activation => activation.Number).SequenceEqual(Enumerable.Range(1, stored.Length).Select(next => (long)next)) || number != stored.Length)
                Violated(findings, keyType, $"its activations are numbered {string.Join(", ", stored.Select(activation => activation.Number))}, and it says {number}");
            if (!stored.Select(activation => (activation.Version, activation.Rotation)).SequenceEqual(audited.Select(activation => (activation.Version, activation.Rotation))))
                Violated(findings, keyType, $"its activations are of the versions {string.Join(", ", stored.Select(activation => activation.Version))}, and audited are {string.Join(", ", audited.Select(activation => activation.Version))}");
            Replay(keyType, audited, findings);
            var active = keys.Versions.Where(version => version.KeyType == keyType && version.State == "active").Select(version => version.Version).ToArray();
            if (!active.SequenceEqual(stored.TakeLast(1).Select(activation => activation.Version)))
                Violated(findings, keyType, $"active is {(active.Length == 0 ? "none" : string.Join(", ", active))}, and the last activation is of {stored.LastOrDefault()?.Version}");
        }
    }

    private static void Replay(string keyType, AuditedActivation[] audited, Findings findings)
    {
        int? active = null;
        foreach (var activation in audited)
        {
            if (activation.Predecessor != active)
                Violated(findings, keyType, $"version {activation.Version} replaced version {activation.Predecessor}, when {active} was active");
            active = activation.Version;
        }
    }

    private static void Violated(Findings findings, string keyType, string how) => findings.Violated(InvariantNames.OneActiveVersion, $"{keyType}: {how}");
}
