using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Incidents;

/// <summary>Takes a snapshot, part by part: one that fails, or takes too long, is noted in its place, and the rest is taken.</summary>
public sealed partial class IncidentCapture(IEnumerable<IForensicPart> parts, string node, TimeProvider time, ILogger<IncidentCapture> logger)
{
    /// <summary>Stands in each document; its shape is described in docs/incidents.md.</summary>
    public const string Format = "keyrotation-incident/1";

    /// <summary>What a part may take.</summary>
    public static readonly TimeSpan LongestPart = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<IncidentSnapshot> TakeAsync(Incident incident, CancellationToken cancellationToken)
    {
        var takenAt = time.GetUtcNow();
        var found = new JsonObject();
        var missing = new List<string>();
        foreach (var part in parts)
        {
            var taken = await TakeAsync(part, cancellationToken).ConfigureAwait(false);
            found[part.Name] = taken;
            if (taken.ContainsKey("error"))
                missing.Add(part.Name);
        }
        var document = new JsonObject
        {
            ["format"] = Format,
            ["incident_id"] = incident.Id.ToString("D"),
            ["rotation_id"] = incident.RotationId.ToString(),
            ["key_type"] = incident.KeyType,
            ["reason"] = incident.Reason,
            ["opened_by"] = incident.OpenedBy,
            ["opened_at"] = ForensicValue.Text(incident.OpenedAt),
            ["compromised_version"] = incident.CompromisedVersion,
            ["taken_by"] = node,
            ["taken_at"] = ForensicValue.Text(takenAt),
            ["parts"] = found,
        };
        return new IncidentSnapshot(JsonSerializer.SerializeToUtf8Bytes(document, Readable), takenAt, node, missing);
    }

    private async Task<JsonObject> TakeAsync(IForensicPart part, CancellationToken cancellationToken)
    {
        var takenAt = ForensicValue.Text(time.GetUtcNow());
        using var longest = new CancellationTokenSource(LongestPart, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, cancellationToken);
        try
        {
            return new JsonObject { ["taken_at"] = takenAt, ["data"] = await part.ReadAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false) };
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // What a driver says may name hosts and paths, and the document is shown to people of other roles than the log's.
            LogMissing(logger, failure, part.Name);
            return new JsonObject { ["taken_at"] = takenAt, ["error"] = failure is OperationCanceledException ? "time_out" : failure.GetType().Name };
        }
    }

    [LoggerMessage(2901, LogLevel.Warning, "{Part} could not be had for the snapshot of an incident")]
    private static partial void LogMissing(ILogger logger, Exception failure, string part);
}
