using Microsoft.Extensions.Logging;

namespace KeyRotation.Incidents;

/// <summary>
/// Takes the snapshots that are wanting. The process in which an emergency was declared takes its own at once; what it leaves out, because
/// it died or could not, any node takes a little later.
/// </summary>
public sealed partial class IncidentRecorder(IIncidentStore incidents, IncidentCapture capture, TimeProvider time, ILogger<IncidentRecorder> logger)
{
    /// <param name="minimumAge">Younger ones are left to the process that has them in hand.</param>
    /// <param name="cancellationToken">Ends the work; what is not recorded is recorded by another.</param>
    /// <exception cref="AggregateException">Some could not be recorded; the others were.</exception>
    public async Task RecordAsync(TimeSpan minimumAge, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        // The latest first: what has waited long is not worth delaying it.
        foreach (var incident in (await incidents.ListNotTakenAsync(cancellationToken).ConfigureAwait(false)).Reverse())
            if ((time.GetUtcNow() - incident.OpenedAt).Duration() >= minimumAge)
                try
                {
                    await RecordAsync(incident, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    failures.Add(failure);
                }
        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private async Task RecordAsync(Incident incident, CancellationToken cancellationToken)
    {
        var snapshot = await capture.TakeAsync(incident, cancellationToken).ConfigureAwait(false);
        if (await incidents.TryRecordAsync(incident, snapshot, IncidentEvents.Recorded(incident, snapshot), cancellationToken).ConfigureAwait(false))
            LogRecorded(logger, incident.Id, incident.KeyType, incident.RotationId.Value, snapshot.Document.Length, Convert.ToHexStringLower(snapshot.Sha256));
    }

    [LoggerMessage(2902, LogLevel.Warning, "Incident {Incident} of {KeyType}, rotation {RotationId}: its snapshot is recorded, {Bytes} bytes, SHA-256 {Sha256}")]
    private static partial void LogRecorded(ILogger logger, Guid incident, string keyType, Guid rotationId, int bytes, string sha256);
}
