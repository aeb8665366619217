namespace KeyRotation.Migration;

/// <summary>A column that an adoption takes its plaintext from.</summary>
/// <param name="Name">As the database spells it.</param>
/// <param name="Encoding">Whether it holds bytes or text.</param>
public sealed record SourceColumn(string Name, ColumnEncoding Encoding);
