using System.Text.Json;

namespace KeyRotation.Checker;

/// <summary>Activations as the table has them, and as the audit trail tells them.</summary>
internal sealed class Activations
{
    public required IReadOnlyList<StoredActivation> Stored { get; init; }

    public required IReadOnlyList<AuditedActivation> Audited { get; init; }

    /// <summary>Versions that came back from escrow: what activated them was lost with an older copy of the store.</summary>
    public required IReadOnlyList<(string KeyType, int Version)> Restored { get; init; }

    public static async Task<Activations> ReadAsync(SnapshotReader reader) => new()
    {
        Stored = await reader.ListAsync("select key_type, number, version, rotation_id from keyrotation.activation order by key_type, number",
            row => new StoredActivation(row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetGuid(3))),
        Audited = await reader.ListAsync("select key_type, key_version, rotation_id, canonical from keyrotation.audit_event where action = 'key.activated' order by key_type, key_type_seq",
            row => AuditedActivation.Of(row.GetString(0), row.GetInt32(1), row.GetGuid(2), (byte[])row.GetValue(3))),
        Restored = await reader.ListAsync("select key_type, key_version from keyrotation.audit_event where action = 'key.restored'", row => (row.GetString(0), row.GetInt32(1))),
    };

    public bool WasActive(string keyType, int version) => Stored.Any(activation => activation.KeyType == keyType && activation.Version == version);

    public bool MayHaveBeenActive(string keyType, int version) => WasActive(keyType, version) || Restored.Contains((keyType, version));
}

internal sealed record StoredActivation(string KeyType, long Number, int Version, Guid Rotation);

/// <param name="Predecessor">The version that was active before it; null = none.</param>
/// <param name="Without">Live consumers that an emergency did not wait for, as the event names them.</param>
internal sealed record AuditedActivation(string KeyType, int Version, Guid Rotation, int? Predecessor, string Without)
{
    public static AuditedActivation Of(string keyType, int version, Guid rotation, byte[] canonical)
    {
        var details = JsonDocument.Parse(canonical).RootElement.GetProperty("details");
        var predecessor = details.TryGetProperty("predecessor", out var named) && int.TryParse(named.GetString(), out var number) ? number : (int?)null;
        return new AuditedActivation(keyType, version, rotation, predecessor, details.TryGetProperty("without", out var without) ? without.GetString()! : "");
    }
}
