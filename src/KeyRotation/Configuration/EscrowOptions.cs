namespace KeyRotation.Configuration;

/// <summary>The second place for wrapped keys.</summary>
public sealed class EscrowOptions
{
    /// <summary><c>directory</c>.</summary>
    public string Provider { get; set; } = "directory";

    /// <summary>The folder; every node needs the same one.</summary>
    public string Path { get; set; } = "";
}
