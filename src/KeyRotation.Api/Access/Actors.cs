using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Access;

/// <summary>Who asks, as the audit trail names them.</summary>
internal static class Actors
{
    public static string Actor(this HttpContext context) =>
        context.User.Identity?.Name ?? throw new InvalidOperationException("A route without an authenticated user asked for the actor.");
}
