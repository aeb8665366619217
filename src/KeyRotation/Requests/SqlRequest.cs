namespace KeyRotation.Requests;

/// <summary>What somebody asked for in SQL (`ops.request_*`).</summary>
/// <param name="Id">The row's id; a rotation that it opens has the same.</param>
/// <param name="Kind">`pause`, `resume` or `rotation`.</param>
/// <param name="KeyType">Null = all, for a pause or a resume.</param>
/// <param name="Trigger">Of a rotation, by its name.</param>
/// <param name="Reason">For people.</param>
/// <param name="Until">When a pause lifts itself, UTC.</param>
/// <param name="Login">The SQL login.</param>
public sealed record SqlRequest(Guid Id, string Kind, string? KeyType, string? Trigger, string Reason, DateTimeOffset? Until, string Login)
{
    public const string Pause = "pause";
    public const string Resume = "resume";
    public const string Rotation = "rotation";

    /// <summary>As the audit trail names who asked.</summary>
    public string Actor => $"sql:{Login}";
}
