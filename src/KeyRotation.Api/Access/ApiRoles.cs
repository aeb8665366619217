namespace KeyRotation.Api.Access;

/// <summary>Who may do what.</summary>
public static class ApiRoles
{
    /// <summary>Reads, the audit trail excepted.</summary>
    public const string Viewer = "viewer";

    /// <summary>Reads, pauses, schedules, executes, retries.</summary>
    public const string Operator = "operator";

    /// <summary>What an operator does, and emergencies, their cancellation, acceptance of what cannot be repaired, and the audit trail.</summary>
    public const string SecurityOfficer = "security_officer";

    /// <summary>Reads, and the audit trail with it.</summary>
    public const string Auditor = "auditor";

    /// <summary>Everything.</summary>
    public const string Admin = "admin";

    internal static IReadOnlyList<string> All { get; } = [Viewer, Operator, SecurityOfficer, Auditor, Admin];
}
