using System.Globalization;
using System.Text;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Rotations;

/// <summary>Which rotations a request lists: `key_type`, `open`, `limit`, `cursor`.</summary>
internal sealed class RotationQuery(IQueryCollection query)
{
    private const int DefaultLimit = 50;
    private const int MostItems = 500;

    private static readonly string[] Known = ["key_type", "open", "limit", "cursor"];

    private readonly Dictionary<string, string[]> _mistakes = [];

    /// <summary>Null when there is none.</summary>
    public IReadOnlyDictionary<string, string[]>? Mistakes => _mistakes.Count == 0 ? null : _mistakes;

    public static string CursorOf(string id) => Convert.ToBase64String(Encoding.ASCII.GetBytes(id));

    public RotationFilter Read(KeyTypePolicies policies)
    {
        foreach (var unknown in query.Keys.Except(Known))
            _mistakes[unknown] = [$"is no parameter of this request; expected {string.Join(", ", Known)}."];
        return new RotationFilter(KeyType(policies), Open(), Before(), Limit());
    }

    private string? KeyType(KeyTypePolicies policies)
    {
        if (Value("key_type") is not { } name || policies.Find(name) is not null)
            return Value("key_type");
        _mistakes["key_type"] = [$"is '{name}', which is no key type. Key types: {string.Join(", ", policies.All.Select(policy => policy.Name))}."];
        return null;
    }

    private bool? Open()
    {
        if (Value("open") is not { } text)
            return null;
        if (bool.TryParse(text, out var open))
            return open;
        _mistakes["open"] = ["is no boolean; expected true or false."];
        return null;
    }

    private int Limit()
    {
        if (Value("limit") is not { } text)
            return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostItems)
            return limit;
        _mistakes["limit"] = [$"is '{text}'; expected 1 to {MostItems}."];
        return DefaultLimit;
    }

    private RotationId? Before()
    {
        if (Value("cursor") is not { } cursor)
            return null;
        var bytes = new byte[cursor.Length];
        if (Convert.TryFromBase64String(cursor, bytes, out var written) && RotationRoutes.Parse(Encoding.ASCII.GetString(bytes, 0, written)) is { } id)
            return id;
        _mistakes["cursor"] = ["is none that a page gave."];
        return null;
    }

    private string? Value(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
}
