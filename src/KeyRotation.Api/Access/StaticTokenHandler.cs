using System.Security.Claims;
using System.Text.Encodings.Web;
using KeyRotation.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KeyRotation.Api.Access;

/// <summary>Bearer tokens from the configuration (RFC 6750). A denial is answered as a problem and recorded in the audit trail.</summary>
internal sealed class StaticTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, StaticTokens tokens, Denials denials)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "static-token";
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || tokens.Find(header[Prefix.Length..].Trim()) is not { } token)
            return Task.FromResult(AuthenticateResult.Fail("The bearer token is none of those that are configured."));
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, token.Name), .. token.Roles.Select(role => new Claim(ClaimTypes.Role, role))], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        await denials.RecordAsync(Context, "unauthenticated").ConfigureAwait(false);
        await ApiProblem.Of(StatusCodes.Status401Unauthorized, "unauthenticated", "Send a token: `Authorization: Bearer ...`. It must be one of those configured under KeyRotation:Api:Tokens.").ExecuteAsync(Context).ConfigureAwait(false);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        await denials.RecordAsync(Context, "forbidden").ConfigureAwait(false);
        await ApiProblem.Of(StatusCodes.Status403Forbidden, "forbidden", $"{Context.User.Identity?.Name} has the roles {string.Join(", ", Context.User.FindAll(ClaimTypes.Role).Select(role => role.Value))}; none of them may do this (docs/api.md).").ExecuteAsync(Context).ConfigureAwait(false);
    }
}
