using System.Text.Json;
using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Runs;

/// <summary>What applications said of themselves, from the lines of their processes.</summary>
public sealed class ApplicationTotals
{
    private const int MostTold = 10;

    private readonly Dictionary<int, (string Name, JsonElement Line)> _latest = [];
    private readonly HashSet<string> _told = [];

    public long Written => Sum("writer", "done");

    /// <summary>Of those, on rows in the batch that a migration had in hand, or just ahead of it.</summary>
    public long Hot => Sum("writer", "hot");

    public long Read => Sum("reader", "done");

    /// <summary>Rows that did not open, or did not say what was written, while the run went on.</summary>
    public IReadOnlyCollection<string> Wrong => _told;

    internal void Take(ProcessSlot application, FaultLog log)
    {
        foreach (var process in application.Processes)
            foreach (var line in process.Output.Split(Environment.NewLine))
                if (line.StartsWith("{\"event\":\"wrong\"", StringComparison.Ordinal))
                    Tell($"{application.Name}: {line}", log);
                else if (line.StartsWith("{\"event\":\"progress\"", StringComparison.Ordinal) || line.StartsWith("{\"event\":\"stopped\"", StringComparison.Ordinal))
                    _latest[process.Id] = (application.Name, JsonDocument.Parse(line).RootElement);
    }

    private void Tell(string wrong, FaultLog log)
    {
        if (_told.Add(wrong) && _told.Count <= MostTold)
            log.NotExpected(wrong);
    }

    private long Sum(string application, string member) => _latest.Values.Where(latest => latest.Name == application).Sum(latest => latest.Line.GetProperty(member).GetInt64());
}
