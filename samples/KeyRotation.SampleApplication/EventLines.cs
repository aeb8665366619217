using System.Text.Json;

namespace KeyRotation.SampleApplication;

/// <summary>What happens: one JSON line an event.</summary>
public sealed class EventLines(TextWriter output)
{
    public void Started(int processId, int? version, long activation) => Write(new { @event = "started", processId, version, activation });

    public void ActivationChanged(int? version, long activation) => Write(new { @event = "activation_changed", version, activation });

    /// <summary>Totals since the start.</summary>
    public void Progress(TokenCounts counts) => Write(new { @event = "progress", counts.Sealed, counts.Opened, counts.Failed });

    public void Failed(string what, long id, string error) => Write(new { @event = "failed", what, id, error });

    public void Stopped(TokenCounts counts) => Write(new { @event = "stopped", counts.Sealed, counts.Opened, counts.Failed });

    private void Write<T>(T line)
    {
        // In one piece: whoever reads the pipe sees whole lines.
        output.WriteLine(JsonSerializer.Serialize(line, JsonSerializerOptions.Web));
        output.Flush();
    }
}
