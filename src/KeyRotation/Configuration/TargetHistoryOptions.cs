namespace KeyRotation.Configuration;

/// <summary>A table into which a trigger, or the application, puts former rows of a target. It is counted before a version is retired, never rewritten.</summary>
public sealed class TargetHistoryOptions
{
    /// <summary>Schema-qualified where the database has schemas.</summary>
    public string Table { get; set; } = "";

    /// <summary>Its own primary key, or a unique key without NULLs.</summary>
    public List<string> KeyColumns { get; set; } = [];
}
