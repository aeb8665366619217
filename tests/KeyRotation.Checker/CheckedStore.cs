namespace KeyRotation.Checker;

/// <summary>What the checker looks at.</summary>
public sealed record CheckedStore
{
    public required string ConnectionString { get; init; }

    /// <summary>The key-encryption key's file.</summary>
    public required string KeyFile { get; init; }

    public required string EscrowFolder { get; init; }

    public required IReadOnlyList<CheckedTable> Tables { get; init; }

    /// <summary>What the writer wrote; null = what rows say is not compared, because it still writes.</summary>
    public string? Journal { get; init; }

    /// <summary>Nothing has happened since the last rotations that could leave a row behind: no row may be under another version than the active one.</summary>
    public bool IsCalm { get; init; }
}
