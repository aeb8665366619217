namespace KeyRotation.Node.Commands.Remote;

/// <summary>The API did not do what a command asked for.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Of the problem; null where the answer was none of this API's.</param>
/// <param name="detail">For people.</param>
internal sealed class ApiRefusedException(int status, string? code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string? Code { get; } = code;

    /// <summary>A name that there is none of is a mistake of usage, in a path as in a body.</summary>
    public int ExitCode => Status switch
    {
        400 or 413 or 415 or 422 => Node.ExitCode.Usage,
        404 when Code is "key_type_unknown" or "rotation_not_found" or "key_version_not_found" => Node.ExitCode.Usage,
        401 or 403 => Node.ExitCode.NotAllowed,
        503 => Node.ExitCode.NotReachable,
        _ => Node.ExitCode.Failed,
    };
}
