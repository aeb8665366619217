using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Access;

/// <summary>The token that a request carries (RFC 6750, section 2.1).</summary>
internal static class BearerToken
{
    private const string Prefix = "Bearer ";

    /// <summary>Null where there is none.</summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && header[Prefix.Length..].Trim() is { Length: > 0 } token ? token : null;
    }

    /// <summary>Three parts with dots between them (RFC 7515, section 3.1): whatever else it may be, it is no static token, which has none.</summary>
    public static bool IsSigned(string token) => token.AsSpan().Count('.') == 2;
}
