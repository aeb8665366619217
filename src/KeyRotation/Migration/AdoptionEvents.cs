using KeyRotation.Audit;

namespace KeyRotation.Migration;

/// <summary>The audit events of an adoption.</summary>
internal static class AdoptionEvents
{
    public static AuditEvent Started(Adoption adoption) => Event(adoption, AuditActions.AdoptionStarted, adoption.StartedAt);

    public static AuditEvent Ended(Adoption adoption, AdoptionResult result, DateTimeOffset now) =>
        Event(adoption, result.Succeeded ? AuditActions.AdoptionCompleted : AuditActions.AdoptionFailed, now) with
        {
            Outcome = result.Succeeded ? AuditOutcome.Success : AuditOutcome.Partial,
            RecordsAffected = result.RowsSealed,
            DurationSeconds = (now - adoption.StartedAt).TotalSeconds,
            ErrorDetails = result.Succeeded ? null : $"{result.CellsQuarantined} values could not be sealed and were left as they are.",
        };

    private static AuditEvent Event(Adoption adoption, string action, DateTimeOffset now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        OccurredAt = now,
        KeyType = adoption.KeyType,
        Action = action,
        Outcome = AuditOutcome.Success,
        Actor = adoption.RequestedBy,
        Details = new Dictionary<string, string> { ["adoption_id"] = adoption.Id.ToString("D"), ["target"] = adoption.Target, ["source"] = adoption.Source },
    };
}
