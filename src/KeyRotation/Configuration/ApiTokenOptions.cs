namespace KeyRotation.Configuration;

/// <summary>A static token of the API: its hash, never the token.</summary>
public sealed class ApiTokenOptions
{
    /// <summary>Who holds it: the actor in the audit trail.</summary>
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the token in hexadecimal. The token itself: at least 32 random bytes.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Of viewer, operator, security_officer, auditor, admin.</summary>
    public List<string> Roles { get; set; } = [];
}
