using System.Collections.Concurrent;
using System.Text.Json;

namespace KeyRotation.Storage;

/// <summary>Names of enumeration members as the store, the API and the audit trail spell them.</summary>
internal static class SnakeCase
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    public static string ToSnakeCase(this Enum member) =>
        Names.GetOrAdd(member, static value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    /// <exception cref="CorruptStoreException">The store holds a name that this version does not know.</exception>
    public static TEnum Parse<TEnum>(string name, string where) where TEnum : struct, Enum
    {
        foreach (var member in Enum.GetValues<TEnum>())
            if (member.ToSnakeCase() == name)
                return member;
        throw new CorruptStoreException($"{where} is '{name}'; expected one of {string.Join(", ", Enum.GetValues<TEnum>().Select(member => member.ToSnakeCase()))}. The row was changed by hand or by a newer version.");
    }
}
