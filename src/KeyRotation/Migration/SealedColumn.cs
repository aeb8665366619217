namespace KeyRotation.Migration;

/// <summary>A column that holds envelopes.</summary>
/// <param name="Name">The configured name, bound into the ciphertext.</param>
/// <param name="Encoding">Binary or text.</param>
/// <param name="MaxLength">Characters or bytes that fit; null = unlimited.</param>
public sealed record SealedColumn(string Name, ColumnEncoding Encoding, int? MaxLength = null);
