using System.Security.Cryptography;

namespace KeyRotation.Audit;

/// <summary>What came of opening an audit key: the key, which the caller disposes, or what is wrong and what to do.</summary>
public sealed record OpenedAuditKey(ECDsa? Key, string? Problem);
