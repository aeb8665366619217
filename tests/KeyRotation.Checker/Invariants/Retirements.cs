namespace KeyRotation.Checker.Invariants;

/// <summary>No version is retired, and its material gone, while a row names it.</summary>
internal static class Retirements
{
    public static void Check(StoredKeys keys, IReadOnlyDictionary<(string KeyType, int Version), long> references, Findings findings)
    {
        foreach (var version in keys.Versions.Where(version => version.IsGone))
        {
            findings.Count("retired versions");
            if (references.GetValueOrDefault((version.KeyType, version.Version)) is > 0 and var rows)
                findings.Violated(InvariantNames.RetiredWithReferences, $"{version.KeyType} version {version.Version} is {version.State}, and {rows} rows name it");
            if (version.WrappedRecord is not null)
                findings.Violated(InvariantNames.RetiredWithReferences, $"{version.KeyType} version {version.Version} is {version.State}, and its record is still there");
        }
    }
}
