using System.Text.Json;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Api;

/// <summary>What commands change in a store, row by row, to be compared.</summary>
internal static class StoreContent
{
    private static readonly string[] Tables = ["rotation", "key_version", "pause", "incident", "alert", "audit_event", "idempotency_key", "request", "activation"];

    public static async Task<string> OfAsync(TestStore store)
    {
        var rows = new List<object?[]>();
        foreach (var table in Tables)
            rows.AddRange(await store.QueryAsync($"select * from keyrotation_{table} order by 1, 2"));
        return JsonSerializer.Serialize(rows);
    }
}
