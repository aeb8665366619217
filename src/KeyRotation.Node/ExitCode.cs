namespace KeyRotation.Node;

/// <summary>What a command says to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotAllowed = 4;
    public const int NotReachable = 5;
}
