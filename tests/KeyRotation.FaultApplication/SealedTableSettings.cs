namespace KeyRotation.FaultApplication;

/// <summary>A table <c>(id bigint, ...)</c> with one sealed column, as the nodes' target of the same name has it.</summary>
public sealed class SealedTableSettings
{
    public required string KeyType { get; set; }

    public required string Target { get; set; }

    public required string Table { get; set; }

    public required string Column { get; set; }

    /// <summary>The column holds text; otherwise bytes.</summary>
    public bool IsText { get; set; }
}
