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
    public async Task RecordAsync(TimeSpan minimumAge, CancellationToken cancellationToken)
    {
        foreach (var incident in await incidents.ListNotTakenAsync(cancellationToken).ConfigureAwait(false))
        {
            if (time.GetUtcNow() - incident.OpenedAt < minimumAge)
                continue;
            var snapshot = await capture.TakeAsync(incident, cancellationToken).ConfigureAwait(false);
            if (await incidents.TryRecordAsync(incident, snapshot, IncidentEvents.Recorded(incident, snapshot), cancellationToken).ConfigureAwait(false))
                LogRecorded(logger, incident.Id, incident.KeyType, incident.RotationId.Value, snapshot.Document.Length, Convert.ToHexStringLower(snapshot.Sha256));
        }
    }

    [LoggerMessage(2902, LogLevel.Warning, "Incident {Incident} of {KeyType}, rotation {RotationId}: its snapshot is recorded, {Bytes} bytes, SHA-256 {Sha256}")]
    private static partial void LogRecorded(ILogger logger, Guid incident, string keyType, Guid rotationId, int bytes, string sha256);
}
