namespace KeyRotation.Audit;

/// <summary>What a verifier knows from outside the database. Who can write every table can replace keys and seals too, and is found by this only.</summary>
public sealed record AuditTrust
{
    /// <summary>Nothing but the database itself.</summary>
    public static readonly AuditTrust TheStore = new();

    /// <summary>Public keys (SubjectPublicKeyInfo) by number: handed to the auditor, or proved by <see cref="AuditKeyRecord.OpenAsync"/>. Null = those of the store.</summary>
    public IReadOnlyDictionary<int, byte[]>? PublicKeys { get; init; }

    /// <summary>A seal that was exported; null = none.</summary>
    public AuditAnchor? Anchor { get; init; }
}
