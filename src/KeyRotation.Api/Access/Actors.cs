using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Access;

/// <summary>Who asks, as the audit trail names them.</summary>
internal static class Actors
{
    /// <summary>May do what only security officers may.</summary>
    public static bool IsOfficer(this HttpContext context) => context.User.IsInRole(ApiRoles.SecurityOfficer) || context.User.IsInRole(ApiRoles.Admin);

    public static string Actor(this HttpContext context) =>
        context.User.Identity?.Name ?? throw new InvalidOperationException("A route without an authenticated user asked for the actor.");
}
