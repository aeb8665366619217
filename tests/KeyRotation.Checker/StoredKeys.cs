using KeyRotation.Checker.Formats;

namespace KeyRotation.Checker;

/// <summary>Key types and versions as the store has them, each unwrapped.</summary>
internal sealed class StoredKeys
{
    private readonly Dictionary<(string KeyType, int Version), StoredVersion> _versions = [];

    public required IReadOnlyList<(string Name, int KeyId, long Activation)> KeyTypes { get; init; }

    public IReadOnlyCollection<StoredVersion> Versions => _versions.Values;

    public StoredVersion? Find(string keyType, int version) => _versions.GetValueOrDefault((keyType, version));

    public int KeyIdOf(string keyType) => KeyTypes.Single(type => type.Name == keyType).KeyId;

    public static async Task<StoredKeys> ReadAsync(SnapshotReader reader, byte[] keyFile, Findings findings)
    {
        var keys = new StoredKeys
        {
            KeyTypes = await reader.ListAsync("select name, key_id, activation from keyrotation.key_type", row => (row.GetString(0), row.GetInt32(1), row.GetInt64(2))),
        };
        await reader.ForEachAsync("select key_type, version, state, wrapped_record, check_value from keyrotation.key_version", row =>
        {
            var version = new StoredVersion(row.GetString(0), row.GetInt32(1), row.GetString(2), row.IsDBNull(3) ? null : (byte[])row.GetValue(3), (byte[])row.GetValue(4));
            keys._versions.Add((version.KeyType, version.Version), version.Unwrapped(keyFile, keys.KeyIdOf(version.KeyType), findings));
        });
        findings.Count("versions", keys._versions.Count);
        return keys;
    }
}

/// <summary>One version; <see cref="Material"/> where its record opens.</summary>
internal sealed record StoredVersion(string KeyType, int Version, string State, byte[]? WrappedRecord, byte[] CheckValue)
{
    /// <summary>api_signature is the one built-in key type that signs.</summary>
    public byte Purpose => (byte)(KeyType == "api_signature" ? 2 : 1);

    public byte[]? Material { get; private init; }

    public bool IsGone => State is "retired" or "destroyed";

    public StoredVersion Unwrapped(byte[] keyFile, int keyId, Findings findings)
    {
        if (WrappedRecord is null)
            return this;
        var (material, problem) = KeyRecord.Unwrap(keyFile, WrappedRecord, Purpose, keyId, Version, CheckValue);
        if (problem is not null)
            findings.Violated(InvariantNames.RowDoesNotOpen, $"{KeyType} version {Version} in the store: {problem}");
        return this with { Material = material };
    }
}
