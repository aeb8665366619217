using KeyRotation.Api.Access;
using KeyRotation.Configuration;
using Microsoft.AspNetCore.Builder;

namespace KeyRotation.Api.OpenApi;

/// <summary>Whom the document and its page are for.</summary>
internal static class Readers
{
    public static TBuilder ForReaders<TBuilder>(this TBuilder endpoint, ApiOptions options) where TBuilder : IEndpointConventionBuilder =>
        options.AnonymousDocs ? endpoint.AllowAnonymous() : endpoint.RequireAuthorization(ApiPolicies.Read);
}
