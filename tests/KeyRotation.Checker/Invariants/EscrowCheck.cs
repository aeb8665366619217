using System.Globalization;
using KeyRotation.Checker.Formats;

namespace KeyRotation.Checker.Invariants;

/// <summary>Every version that was ever active, or that a completed rotation made, is in escrow, and opens there to the store's material.</summary>
internal static class EscrowCheck
{
    public static async Task RunAsync(CheckedStore store, SnapshotReader reader, StoredKeys keys, Activations activations, Findings findings)
    {
        var keyFile = await File.ReadAllBytesAsync(store.KeyFile);
        var completed = await reader.ListAsync("select key_type, to_version from keyrotation.rotation where state = 'completed' and to_version is not null", row => (row.GetString(0), row.GetInt32(1)));
        findings.Count("completed rotations", completed.Count);
        foreach (var (keyType, version) in activations.Stored.Select(activation => (activation.KeyType, activation.Version)).Union(completed))
            if (await ProblemAsync(store, keys, keyFile, keyType, version) is { } problem)
                findings.Violated(InvariantNames.Escrow, $"{keyType} version {version}: {problem}");
            else
                findings.Count("escrow objects");
    }

    private static async Task<string?> ProblemAsync(CheckedStore store, StoredKeys keys, byte[] keyFile, string keyType, int version)
    {
        if (keys.Find(keyType, version) is not { } stored)
            return "the store does not have it";
        if (stored.State == "destroyed")
            return null;
        var file = Path.Combine(store.EscrowFolder, keyType, $"{version.ToString("D10", CultureInfo.InvariantCulture)}.kre");
        if (!File.Exists(file))
            return "there is no file";
        if (EscrowObject.Read(await File.ReadAllBytesAsync(file)) is not { } kept)
            return "the file is damaged";
        if (kept.KeyType != keyType || kept.Version != version || kept.KeyId != keys.KeyIdOf(keyType) || kept.Purpose != stored.Purpose)
            return "the file is of another version";
        var (material, problem) = KeyRecord.Unwrap(keyFile, kept.WrappedRecord, kept.Purpose, kept.KeyId, kept.Version, kept.CheckValue);
        if (material is null)
            return problem;
        return stored.Material is null || material.AsSpan().SequenceEqual(stored.Material) ? null : "the file holds other material than the store";
    }
}
