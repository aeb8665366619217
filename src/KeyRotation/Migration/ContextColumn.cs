using KeyRotation.Encryption;

namespace KeyRotation.Migration;

/// <summary>A column whose value is bound into the row's ciphertexts.</summary>
/// <param name="Name">As the database spells it.</param>
/// <param name="Type">Decides its canonical form, whatever the storage.</param>
public sealed record ContextColumn(string Name, LogicalType Type);
