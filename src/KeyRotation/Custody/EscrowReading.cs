namespace KeyRotation.Custody;

/// <summary>What escrow gave back: the entry, or what is wrong.</summary>
public sealed record EscrowReading(EscrowEntry? Entry, string? Problem);
