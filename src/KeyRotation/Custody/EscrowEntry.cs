namespace KeyRotation.Custody;

/// <summary>One key version in escrow. It holds the wrapped record, never the material.</summary>
public sealed record EscrowEntry(
    KeyIdentity Identity, string KeyType, DateTimeOffset CreatedAt, Guid StoreIncarnation, string KekId, byte[] CheckValue, byte[] WrappedRecord);
