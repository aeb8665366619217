using KeyRotation.Configuration;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace KeyRotation.Api.Access;

/// <summary>How signed tokens are verified (RFC 8725, "JWT best current practices"): nothing is taken from the token but which key it names.</summary>
/// <param name="jwt">As configured.</param>
/// <param name="file">The issuer's keys; null = they come from its metadata.</param>
internal sealed class JwtTokens(ApiJwtOptions jwt, SigningKeysFile? file = null) : IConfigureNamedOptions<JwtBearerOptions>
{
    public const string SchemeName = "jwt";

    /// <summary>Bytes. One with more costs more to refuse than anybody's token is worth.</summary>
    private const int LargestToken = 8 * 1024;

    private static readonly string[] DefaultAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name == SchemeName)
            Configure(options);
    }

    public void Configure(JwtBearerOptions options)
    {
        options.EventsType = typeof(JwtEvents);
        options.SaveToken = false;
        options.MapInboundClaims = false;
        options.IncludeErrorDetails = false;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.TokenValidationParameters = Parameters();
        foreach (var handler in options.TokenHandlers)
            handler.MaximumTokenSizeInBytes = LargestToken;
        if (file is not null)
            return;
        options.Authority = jwt.Authority.Length > 0 ? jwt.Authority : null;
        if (jwt.MetadataAddress.Length > 0)
            options.MetadataAddress = jwt.MetadataAddress;
        // The settings' check lets http through for this machine alone.
        options.RequireHttpsMetadata = !new Uri(jwt.MetadataAddress.Length > 0 ? jwt.MetadataAddress : jwt.Authority).IsLoopback;
    }

    private TokenValidationParameters Parameters()
    {
        var issuer = jwt.Issuer.Length > 0 ? jwt.Issuer : jwt.Authority;
        return new TokenValidationParameters
        {
            ValidAlgorithms = jwt.Algorithms.Count > 0 ? jwt.Algorithms : DefaultAlgorithms,
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
            IssuerSigningKeyResolver = file is null ? null : (_, _, id, _) => file.Find(id),
            // Not ValidIssuer: what the metadata calls itself would be taken beside it.
            IssuerValidator = (named, _, _) => named == issuer ? named : throw new SecurityTokenInvalidIssuerException("The issuer is another one."),
            ValidAudience = jwt.Audience,
            RequireExpirationTime = true,
            ValidateLifetime = true,
            ClockSkew = TimeSpan.FromSeconds(jwt.ClockSkewSeconds),
        };
    }
}
