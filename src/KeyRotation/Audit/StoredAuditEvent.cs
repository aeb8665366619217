namespace KeyRotation.Audit;

/// <summary>An event as its row has it.</summary>
/// <param name="Columns">What the other columns say, for people who ask in SQL. Must repeat the canonical bytes.</param>
public sealed record StoredAuditEvent(int Lane, long Seq, byte[] Previous, byte[] Hash, byte[] Canonical, AuditEventColumns Columns);
