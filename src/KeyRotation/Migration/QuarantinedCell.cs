namespace KeyRotation.Migration;

/// <summary>A ciphertext that could not be opened, or may be forged. It is left as it is.</summary>
/// <param name="RowKey">The key in canonical form.</param>
/// <param name="Column">The sealed column.</param>
/// <param name="KeyVersion">The version that its header names; null where there is no readable header.</param>
/// <param name="Reason">Why, in snake_case (docs/migration.md).</param>
public sealed record QuarantinedCell(string RowKey, string Column, long? KeyVersion, string Reason)
{
    /// <summary>It opens under a compromised version, and turned up when no application sealed under that one any more.</summary>
    public const string Suspect = "suspect";
}
