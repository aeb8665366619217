namespace KeyRotation.Migration;

/// <summary>What became of a row: what to write, what to list, and whether every ciphertext was opened under the target version.</summary>
internal readonly record struct RowOutcome(RowRewrite? Rewrite, bool IsVerified, int Quarantined);
