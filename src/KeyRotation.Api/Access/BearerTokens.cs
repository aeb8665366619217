using KeyRotation.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KeyRotation.Api.Access;

/// <summary>Puts together how callers are known: by a static token, or by one that an issuer signed.</summary>
internal static class BearerTokens
{
    private const string SchemeName = "bearer";

    public static void AddBearerTokens(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(new StaticTokens(options.Tokens));
        services.AddSingleton<Denials>();
        services.AddSingleton<Denial>();
        // Not AddAuthentication: it brings Data Protection, with keys of its own in files, which bearer tokens have no use for.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = SchemeName);
        services.AddWebEncoders();
        var authentication = new AuthenticationBuilder(services);
        authentication.AddScheme<AuthenticationSchemeOptions, StaticTokenHandler>(StaticTokenHandler.SchemeName, null);
        if (options.Jwt is not null)
            authentication.AddJwt(options.Jwt);
        authentication.AddPolicyScheme(SchemeName, null, policy => policy.ForwardDefaultSelector = context =>
            options.Jwt is not null && BearerToken.Of(context.Request) is { } token && BearerToken.IsSigned(token) ? JwtTokens.SchemeName : StaticTokenHandler.SchemeName);
    }

    /// <summary>Finds before the API listens what a token would find only later.</summary>
    /// <exception cref="ApiSettingException">The file with the issuer's keys cannot be used.</exception>
    public static void CheckBearerTokens(this IServiceProvider services) => services.GetService<JwtTokens>();

    private static void AddJwt(this AuthenticationBuilder authentication, ApiJwtOptions jwt)
    {
        var services = authentication.Services;
        services.AddSingleton(provider => new JwtTokens(jwt, jwt.SigningKeysPath.Length == 0 ? null
            : new SigningKeysFile(jwt.SigningKeysPath, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SigningKeysFile>>())));
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>>(provider => provider.GetRequiredService<JwtTokens>());
        services.AddSingleton(provider => new JwtEvents(jwt, provider.GetRequiredService<Denial>(), provider.GetRequiredService<ILogger<JwtEvents>>()));
        // Not AddJwtBearer: it reads settings of its own, from a section that is not ours.
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>, JwtBearerPostConfigureOptions>();
        authentication.AddScheme<JwtBearerOptions, JwtBearerHandler>(JwtTokens.SchemeName, null);
    }
}
