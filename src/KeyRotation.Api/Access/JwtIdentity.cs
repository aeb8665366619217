using System.Security.Claims;
using System.Text.Json;
using KeyRotation.Configuration;

namespace KeyRotation.Api.Access;

/// <summary>
/// Who a token's holder is here: a name and roles of this API. Nothing else of the token is taken over, so that no claim which an issuer lets its
/// users choose can mean something.
/// </summary>
internal static class JwtIdentity
{
    /// <summary>In front of the name, so that it is nobody's who has a static token, and no database login's (<c>sql:</c>).</summary>
    public const string Prefix = "jwt:";

    /// <summary>Characters that the audit trail takes. A longer name is refused: cut off, two people could be one.</summary>
    private const int LongestActor = 256;

    /// <param name="payload">Of a token whose signature was verified.</param>
    /// <param name="jwt">Which claims count.</param>
    /// <param name="scheme">By which somebody was authenticated.</param>
    /// <returns>Null when the token names nobody, or not in a way that a trail could keep.</returns>
    public static ClaimsIdentity? Of(JsonElement payload, ApiJwtOptions jwt, string scheme)
    {
        if (!payload.TryGetProperty(jwt.NameClaim, out var claim) || TextOf(claim) is not { } name || !IsName(name))
            return null;
        var roles = ValuesOf(payload, jwt.RoleClaim).Select(value => RoleOf(value, jwt)).OfType<string>().Distinct();
        return new ClaimsIdentity([new Claim(ClaimTypes.Name, Prefix + name), .. roles.Select(role => new Claim(ClaimTypes.Role, role))], scheme);
    }

    private static bool IsName(string name) =>
        !string.IsNullOrWhiteSpace(name) && Prefix.Length + name.Length <= LongestActor && !name.Any(character => char.IsControl(character));

    private static string? RoleOf(string value, ApiJwtOptions jwt) =>
        jwt.RoleMap.Count > 0 ? jwt.RoleMap.GetValueOrDefault(value) : ApiRoles.All.Contains(value) ? value : null;

    private static IEnumerable<string> ValuesOf(JsonElement payload, string name)
    {
        if (!payload.TryGetProperty(name, out var claim))
            return [];
        // Of an array each item is a value as it stands: a role's name may have spaces.
        return claim.ValueKind == JsonValueKind.Array
            ? claim.EnumerateArray().Select(TextOf).OfType<string>()
            : TextOf(claim)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    /// <summary>Null for what is no text, half of a surrogate pair for example.</summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
