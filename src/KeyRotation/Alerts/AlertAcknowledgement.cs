using KeyRotation.Audit;
using KeyRotation.Rotations;

namespace KeyRotation.Alerts;

/// <summary>Somebody takes care of an alert. It stays open as long as what it says is so.</summary>
public sealed class AlertAcknowledgement(IAlertRegister alerts, TimeProvider time)
{
    /// <summary>Acknowledged before, or over: it is answered as it stands, and nothing is changed.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">A user.</param>
    /// <param name="cancellationToken">Ends the wait, not what is committed.</param>
    public async Task<Reply<AlertRecord>> AcknowledgeAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        if (await alerts.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } alert)
            return NoSuchAlert(id.ToString());
        if (alert is not { ClosedAt: null, AcknowledgedBy: null })
            return alert;
        var now = time.GetUtcNow();
        await alerts.AcknowledgeAsync(id, by, now, Event(alert, by, now), cancellationToken).ConfigureAwait(false);
        // Read again: of several who do so at once, the first stays. Of a rehearsal nothing stays.
        return Rehearsal.IsOn ? alert with { AcknowledgedBy = by, AcknowledgedAt = now } : await alerts.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? alert;
    }

    public static Refusal NoSuchAlert(string id) =>
        new(RefusalKind.NotFound, "alert_not_found", $"There is no alert {id}. The list of alerts has those that there are.");

    private static AuditEvent Event(AlertRecord alert, string by, DateTimeOffset now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        OccurredAt = now,
        KeyType = alert.Alert.KeyType,
        RotationId = alert.Alert.RotationId?.Value,
        Action = AuditActions.AlertAcknowledged,
        Outcome = AuditOutcome.Success,
        Actor = by,
        Details = new Dictionary<string, string> { ["alert_id"] = alert.Id.ToString(), ["code"] = alert.Alert.Code, ["subject"] = alert.Alert.Subject },
    };
}
