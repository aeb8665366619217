namespace KeyRotation.FaultApplication;

/// <summary>Section <c>Application</c>.</summary>
public sealed class ApplicationSettings
{
    /// <summary>The file that remembers what was written. It grows, and is read again at the start.</summary>
    public string Journal { get; set; } = "journal";

    /// <summary>Rows of each table to begin with; the number stays about so.</summary>
    public int Rows { get; set; } = 20_000;

    /// <summary>Operations a second, over all tables.</summary>
    public int OperationsPerSecond { get; set; } = 400;

    /// <summary>Where the choice of rows begins.</summary>
    public long Seed { get; set; } = 1;

    public List<SealedTableSettings> Tables { get; set; } = [];
}
