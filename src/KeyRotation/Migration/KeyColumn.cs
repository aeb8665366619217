namespace KeyRotation.Migration;

/// <summary>A column of the target's key.</summary>
/// <param name="Name">As the database spells it.</param>
/// <param name="ClrType">What the driver returns for it.</param>
/// <param name="SqlType">As a cast writes it, collation included where the type has one.</param>
/// <param name="Collation">The column's own collation; null where its type has none.</param>
public sealed record KeyColumn(string Name, Type ClrType, string SqlType, string? Collation);
