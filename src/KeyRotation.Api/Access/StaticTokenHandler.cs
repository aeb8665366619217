using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KeyRotation.Api.Access;

/// <summary>Bearer tokens from the configuration (RFC 6750).</summary>
internal sealed class StaticTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, StaticTokens tokens, Denial denial)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "static-token";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.Count == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (BearerToken.Of(Request) is not { } presented || tokens.Find(presented) is not { } token)
            return Task.FromResult(AuthenticateResult.Fail("The bearer token is none of those that are configured."));
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, token.Name), .. token.Roles.Select(role => new Claim(ClaimTypes.Role, role))], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        denial.UnauthenticatedAsync(Context, BearerToken.Of(Request) is null ? null : Denial.InvalidToken);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => denial.ForbiddenAsync(Context);
}
