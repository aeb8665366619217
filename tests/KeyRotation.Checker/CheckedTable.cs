namespace KeyRotation.Checker;

/// <summary>A table <c>(id bigint, ...)</c> with one sealed column.</summary>
public sealed record CheckedTable(string KeyType, string Target, string Table, string Column);
