namespace KeyRotation.Node.Commands.Remote;

/// <summary>How an answer is printed.</summary>
internal enum OutputFormat
{
    Table,
    Json,
    Csv,
}
