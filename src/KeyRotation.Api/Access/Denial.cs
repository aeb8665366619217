using System.Security.Claims;
using KeyRotation.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Access;

/// <summary>
/// Answers those who are not let in, with the way out, and notes them in the audit trail. Of a token it says that it has expired or that it is
/// not valid, and no more: whoever tries out forged ones must not learn which part of them was right.
/// </summary>
internal sealed class Denial(Denials denials)
{
    public const string InvalidToken = "The token is not valid here.";
    public const string ExpiredToken = "The token has expired.";

    /// <param name="flaw">What is wrong with the token; null = none was sent.</param>
    public async Task UnauthenticatedAsync(HttpContext context, string? flaw)
    {
        // RFC 6750, section 3.1: no error code for those who sent no token.
        context.Response.Headers.WWWAuthenticate = flaw is null ? "Bearer" : $"Bearer error=\"invalid_token\", error_description=\"{flaw}\"";
        await denials.RecordAsync(context, "unauthenticated").ConfigureAwait(false);
        var wayOut = flaw == ExpiredToken
            ? "Get a new one from its issuer."
            : "It must be one of those configured under KeyRotation:Api:Tokens, or one that the issuer under KeyRotation:Api:Jwt signed for this API.";
        await ApiProblem.Of(StatusCodes.Status401Unauthorized, "unauthenticated", $"{flaw ?? "Send a token: `Authorization: Bearer ...`."} {wayOut}").ExecuteAsync(context).ConfigureAwait(false);
    }

    public async Task ForbiddenAsync(HttpContext context)
    {
        await denials.RecordAsync(context, "forbidden").ConfigureAwait(false);
        var roles = string.Join(", ", context.User.FindAll(ClaimTypes.Role).Select(role => role.Value));
        await ApiProblem.Of(StatusCodes.Status403Forbidden, "forbidden", roles.Length == 0
            ? $"{context.User.Identity?.Name} has no role of this API (docs/api.md)."
            : $"{context.User.Identity?.Name} has the roles {roles}; none of them may do this (docs/api.md).").ExecuteAsync(context).ConfigureAwait(false);
    }
}
