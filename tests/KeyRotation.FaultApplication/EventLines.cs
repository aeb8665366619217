using System.Text.Json;

namespace KeyRotation.FaultApplication;

/// <summary>What happens: one JSON line an event.</summary>
public sealed class EventLines(TextWriter output)
{
    private readonly Lock _lock = new();

    public void Started() => Write(new { @event = "started", Environment.ProcessId });

    public void Filled(long rows) => Write(new { @event = "filled", rows });

    /// <summary>Totals since the start. <paramref name="away"/>: operations that the database was not there for.</summary>
    public void Progress(long done, long hot, long away, long wrong) => Write(new { @event = "progress", done, hot, away, wrong });

    /// <summary>A row does not open, or says what was never written.</summary>
    public void Wrong(string target, long id, string what) => Write(new { @event = "wrong", target, id, what });

    public void Stopped(long done, long hot, long away, long wrong) => Write(new { @event = "stopped", done, hot, away, wrong });

    private void Write<T>(T line)
    {
        // In one piece: whoever reads the pipe sees whole lines.
        lock (_lock)
        {
            output.WriteLine(JsonSerializer.Serialize(line, JsonSerializerOptions.Web));
            output.Flush();
        }
    }
}
