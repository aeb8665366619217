namespace KeyRotation.Custody;

/// <summary>Which key a record is. Bound to the wrap as associated data, and repeated inside it.</summary>
/// <param name="Purpose">What the material is for.</param>
/// <param name="KeyId">Number of the key type; 0 for audit keys.</param>
/// <param name="Version">1 and more.</param>
public readonly record struct KeyIdentity(KeyPurpose Purpose, uint KeyId, uint Version)
{
    public override string ToString() => $"key {KeyId} version {Version} ({Purpose})";
}
