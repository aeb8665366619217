using System.Collections.Concurrent;
using System.Text.Json;

namespace KeyRotation;

/// <summary>Names of enumeration members as the store, the API, metrics and the audit trail spell them.</summary>
public static class SnakeCase
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    public static string ToSnakeCase(this Enum member) =>
        Names.GetOrAdd(member, static value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
}
