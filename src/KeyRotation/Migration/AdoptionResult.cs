namespace KeyRotation.Migration;

/// <summary>What an adoption came to. Counters are rows.</summary>
public sealed record AdoptionResult(Guid Id, bool Succeeded, bool Resumed, long RowsSealed, long RowsVerified, long CellsQuarantined, TimeSpan Duration);
