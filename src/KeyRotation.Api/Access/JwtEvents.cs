using System.Security.Claims;
using System.Text.Json;
using KeyRotation.Api.Problems;
using KeyRotation.Configuration;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KeyRotation.Api.Access;

/// <summary>What becomes of a signed token: its holder as this API knows him, or a denial in its own words.</summary>
internal sealed partial class JwtEvents(ApiJwtOptions jwt, Denial denial, ILogger<JwtEvents> logger) : JwtBearerEvents
{
    private const string RetryAfterSeconds = "10";

    /// <summary>An issuer that is away makes no token invalid: a client that is told so would throw away a good one.</summary>
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        if (context.Options.ConfigurationManager is not { } metadata)
            return;
        try
        {
            await metadata.GetConfigurationAsync(context.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception away) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            LogAway(logger, away.Message);
            context.Fail(new IssuerAwayException(away));
        }
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(((JsonWebToken)context.SecurityToken).EncodedPayload));
        if (JwtIdentity.Of(payload.RootElement, jwt, context.Scheme.Name) is { } identity)
            context.Principal = new ClaimsPrincipal(identity);
        else
            context.Fail($"The token's claim '{jwt.NameClaim}' names nobody.");
        return Task.CompletedTask;
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        if (context.AuthenticateFailure is not IssuerAwayException)
        {
            await denial.UnauthenticatedAsync(context.HttpContext, context.AuthenticateFailure is SecurityTokenExpiredException ? Denial.ExpiredToken : Denial.InvalidToken).ConfigureAwait(false);
            return;
        }
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        await ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "issuer_unavailable", "The issuer of tokens cannot be reached at this moment, so that nobody knows whether yours is valid. Send it again in a few seconds, or use a static token.").ExecuteAsync(context.HttpContext).ConfigureAwait(false);
    }

    public override Task Forbidden(ForbiddenContext context) => denial.ForbiddenAsync(context.HttpContext);

    [LoggerMessage(6006, LogLevel.Warning, "The metadata of the tokens' issuer cannot be read: {Problem}")]
    private static partial void LogAway(ILogger logger, string problem);
}
