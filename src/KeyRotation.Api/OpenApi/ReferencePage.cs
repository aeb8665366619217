using System.Security.Cryptography;
using KeyRotation.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace KeyRotation.Api.OpenApi;

/// <summary>
/// The document as a page to read and to try requests from. Script and style come from this process: a page that fetched them elsewhere would hand that
/// place whatever token is typed into it.
/// </summary>
internal static class ReferencePage
{
    public const string Route = "/docs";

    public static void Map(IEndpointRouteBuilder routes, ApiOptions options) =>
        routes.MapScalarApiReference(Route, Configure).ForReaders(options).ExcludeFromDescription();

    private static void Configure(ScalarOptions page, HttpContext context)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        // Its styles are set by its script, which no nonce covers; nothing may come from another host, or go there.
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        page.WithTitle("Key rotation").WithNonce(nonce).WithOpenApiRoutePattern(ApiDocument.Route)
            .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools();
    }
}
