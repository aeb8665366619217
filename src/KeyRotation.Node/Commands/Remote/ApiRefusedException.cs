namespace KeyRotation.Node.Commands.Remote;

/// <summary>The API did not do what a command asked for.</summary>
internal sealed class ApiRefusedException(int status, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public int ExitCode => Status switch
    {
        400 or 413 or 415 or 422 => Node.ExitCode.Usage,
        401 or 403 => Node.ExitCode.NotAllowed,
        503 => Node.ExitCode.NotReachable,
        _ => Node.ExitCode.Failed,
    };
}
