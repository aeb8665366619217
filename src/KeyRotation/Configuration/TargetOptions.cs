namespace KeyRotation.Configuration;

/// <summary>A table that holds ciphertext of the key type.</summary>
public sealed class TargetOptions
{
    /// <summary>Bound into every ciphertext; never changes.</summary>
    public string Name { get; set; } = "";

    /// <summary>Left out = the store's provider.</summary>
    public string? Provider { get; set; }

    /// <summary>Left out = the store's database.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Schema-qualified where the database has schemas.</summary>
    public string Table { get; set; } = "";

    /// <summary>The primary key, or a unique key without NULLs.</summary>
    public List<string> KeyColumns { get; set; } = [];

    /// <summary>Columns bound into each ciphertext, <c>name</c> or <c>name:type</c>; left out = the key columns.</summary>
    public List<string> ContextColumns { get; set; } = [];

    /// <summary>The columns that hold ciphertext.</summary>
    public List<TargetColumnOptions> Columns { get; set; } = [];

    /// <summary>The column that says when a row expires, for sessions; left out = rows do not expire.</summary>
    public string? ExpiresAt { get; set; }

    /// <summary>A table that keeps former rows of this one, with the same columns; left out = there is none, or the database keeps it itself.</summary>
    public TargetHistoryOptions? History { get; set; }
}
