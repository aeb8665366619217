using Microsoft.AspNetCore.Authorization;

namespace KeyRotation.Api.Access;

/// <summary>The policies of the routes, each a list of roles.</summary>
internal static class ApiPolicies
{
    public const string Read = "read";
    public const string Audit = "audit";
    public const string Operate = "operate";
    public const string Officer = "officer";

    private static readonly Dictionary<string, string[]> Roles = new()
    {
        [Read] = [ApiRoles.Viewer, ApiRoles.Operator, ApiRoles.SecurityOfficer, ApiRoles.Auditor, ApiRoles.Admin],
        [Audit] = [ApiRoles.Auditor, ApiRoles.SecurityOfficer, ApiRoles.Admin],
        [Operate] = [ApiRoles.Operator, ApiRoles.SecurityOfficer, ApiRoles.Admin],
        [Officer] = [ApiRoles.SecurityOfficer, ApiRoles.Admin],
    };

    /// <summary>Any of them will do.</summary>
    public static IReadOnlyList<string> RolesOf(string policy) => Roles[policy];

    public static void Configure(AuthorizationOptions options)
    {
        foreach (var (name, roles) in Roles)
            options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireRole(roles));
        // A route without a policy of its own is for administrators, not for everybody.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(ApiRoles.Admin).Build();
    }
}
