using KeyRotation.Custody;

namespace KeyRotation.Audit;

/// <summary>A key that signs seals.</summary>
/// <param name="Number">1 and more.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo.</param>
/// <param name="Wrapped">The private half, PKCS #8, wrapped by the key-encryption key.</param>
public sealed record AuditKeyRecord(int Number, byte[] PublicKey, WrappedKey Wrapped);
