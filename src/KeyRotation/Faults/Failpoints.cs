using System.Collections.Concurrent;

namespace KeyRotation.Faults;

/// <summary>
/// Named points at which a process fails because a test asked for it by <see cref="Variable"/>; without it there are none. A process
/// that is killed here is killed between two given statements, which no signal from outside can promise (docs/cluster.md, "Faults").
/// </summary>
public sealed class Failpoints
{
    /// <summary>The only way to set them: no file of settings does.</summary>
    public const string Variable = "KEYROTATION_FAILPOINTS";

    private readonly IReadOnlyList<Failpoint> _points;
    private readonly ConcurrentDictionary<string, int> _reached = new();
    private readonly Action<FailpointAction, string> _act;

    internal Failpoints(IReadOnlyList<Failpoint> points, Action<FailpointAction, string> act)
    {
        _points = points;
        _act = act;
    }

    public static Failpoints None { get; } = new([], ProcessSignals.Act);

    public bool AreSet => _points.Count > 0;

    /// <param name="text">As <see cref="Variable"/> has it; null or empty = none.</param>
    /// <exception cref="FailpointSyntaxException">It cannot be read; nothing is set.</exception>
    public static Failpoints Parse(string? text) => Parse(text, ProcessSignals.Act);

    internal static Failpoints Parse(string? text, Action<FailpointAction, string> act) => string.IsNullOrWhiteSpace(text)
        ? None
        : new Failpoints([.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(point => Failpoint.Parse(point, text))], act);

    /// <summary>The process is here. Where a test asked for it, it does not get any further.</summary>
    /// <exception cref="FailpointReachedException">A test asked for that.</exception>
    public void Reach(string point)
    {
        if (_points.Count == 0)
            return;
        var times = _reached.AddOrUpdate(point, 1, static (_, before) => before + 1);
        foreach (var failpoint in _points)
            if (failpoint.Point == point && failpoint.Count == times)
                _act(failpoint.Action, point);
    }

    public override string ToString() => string.Join(";", _points.Select(point => $"{point.Point}={point.Action.ToString().ToLowerInvariant()}@{point.Count}"));
}
