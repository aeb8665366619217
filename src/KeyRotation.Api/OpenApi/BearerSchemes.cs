using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>How callers are known, either way by a bearer token.</summary>
internal static class BearerSchemes
{
    private const string Signed = "signed_token";
    private const string Static = "static_token";

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Signed, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "A token that the configured OpenID Connect issuer signed." });
        document.AddComponent(Static, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token whose hash is in the configuration." });
    }

    /// <summary>One of the two.</summary>
    public static IList<OpenApiSecurityRequirement> Either(OpenApiDocument document) =>
        [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Signed, document)] = [] }, new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Static, document)] = [] }];
}
