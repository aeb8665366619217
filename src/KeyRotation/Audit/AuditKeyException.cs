namespace KeyRotation.Audit;

/// <summary>The key that signs the audit trail's seals cannot be used.</summary>
public sealed class AuditKeyException(string problem) : Exception(problem);
