using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KeyRotation.Audit;

/// <summary>
/// The bytes of an event that are hashed and stored: UTF-8 JSON, members in a fixed order, absent ones left out, details sorted
/// by name (docs/audit.md). They are never rebuilt from columns.
/// </summary>
public static class CanonicalAuditEvent
{
    private const int Format = 1;
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private static readonly JsonWriterOptions Plain = new() { Indented = false, Encoder = JavaScriptEncoder.Default };

    public static byte[] Write(AuditEvent @event)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("event_id", @event.EventId.ToString("D"));
            json.WriteString("occurred_at", @event.OccurredAt.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture));
            Write(json, "key_type", @event.KeyType);
            Write(json, "key_type_seq", @event.KeyTypeSequence);
            json.WriteString("action", @event.Action);
            json.WriteString("outcome", @event.Outcome.ToString().ToLowerInvariant());
            json.WriteString("actor", @event.Actor);
            Write(json, "rotation_id", @event.RotationId?.ToString("D"));
            Write(json, "key_version", @event.KeyVersion);
            Write(json, "duration_seconds", @event.DurationSeconds?.ToString("F6", CultureInfo.InvariantCulture));
            Write(json, "records_affected", @event.RecordsAffected);
            Write(json, "error_details", @event.ErrorDetails);
            json.WriteStartObject("details");
            foreach (var (name, value) in @event.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal))
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>Null when the bytes are not exactly what <see cref="Write(AuditEvent)"/> makes of some event.</summary>
    public static AuditEvent? Read(ReadOnlyMemory<byte> canonical)
    {
        try
        {
            using var document = JsonDocument.Parse(canonical);
            var read = Read(document.RootElement);
            return Enum.IsDefined(read.Outcome) && Write(read).AsSpan().SequenceEqual(canonical.Span) ? read : null;
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException or OverflowException)
        {
            // What is not canonical is an answer here: the verifier reports it as a changed event.
            return null;
        }
    }

    private static AuditEvent Read(JsonElement root) => new()
    {
        EventId = Guid.ParseExact(root.GetProperty("event_id").GetString()!, "D"),
        OccurredAt = DateTimeOffset.ParseExact(root.GetProperty("occurred_at").GetString()!, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        KeyType = Text(root, "key_type"),
        KeyTypeSequence = root.TryGetProperty("key_type_seq", out var sequence) ? sequence.GetInt64() : null,
        Action = Required(root.GetProperty("action")),
        Outcome = Enum.Parse<AuditOutcome>(root.GetProperty("outcome").GetString()!, ignoreCase: true),
        Actor = Required(root.GetProperty("actor")),
        RotationId = Text(root, "rotation_id") is { } rotation ? Guid.ParseExact(rotation, "D") : null,
        KeyVersion = root.TryGetProperty("key_version", out var version) ? version.GetInt32() : null,
        DurationSeconds = Text(root, "duration_seconds") is { } duration ? double.Parse(duration, CultureInfo.InvariantCulture) : null,
        RecordsAffected = root.TryGetProperty("records_affected", out var records) ? records.GetInt64() : null,
        ErrorDetails = Text(root, "error_details"),
        Details = root.GetProperty("details").EnumerateObject().ToDictionary(detail => detail.Name, detail => Required(detail.Value)),
    };

    private static string Required(JsonElement value) => value.GetString() ?? throw new FormatException("null stands for text.");

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void Write(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }
}
