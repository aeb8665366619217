namespace KeyRotation.Migration;

/// <summary>A ciphertext that could not be opened. It is left as it is.</summary>
/// <param name="RowKey">The key in canonical form.</param>
/// <param name="Column">The sealed column.</param>
/// <param name="KeyVersion">The version that its header names; null where there is no readable header.</param>
/// <param name="Reason">Why it does not open, in snake_case.</param>
public sealed record QuarantinedCell(string RowKey, string Column, long? KeyVersion, string Reason);
