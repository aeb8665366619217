namespace KeyRotation.SampleApplication;

/// <summary>Section <c>Application</c>.</summary>
public sealed class ApplicationSettings
{
    /// <summary>The key type that seals the table's column.</summary>
    public string KeyType { get; set; } = "token_encryption";

    /// <summary>Rows written, and read back, in a second. Default 20, range 1 to 1000.</summary>
    public int RowsPerSecond { get; set; } = 20;
}
