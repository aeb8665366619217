using System.Diagnostics;

namespace KeyRotation.Soak.Runs;

/// <summary>What befell the cluster, and what nobody expected.</summary>
public sealed class FaultLog(TextWriter output)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _struck = [];
    private readonly SortedDictionary<string, int> _failpoints = [];
    private readonly List<string> _unexpected = [];
    private readonly long _began = Stopwatch.GetTimestamp();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    public IReadOnlyList<string> Unexpected
    {
        get
        {
            lock (_lock)
                return [.. _unexpected];
        }
    }

    public int Total
    {
        get
        {
            lock (_lock)
                return _struck.Values.Sum();
        }
    }

    public int CountOf(string kind)
    {
        lock (_lock)
            return _struck.GetValueOrDefault(kind);
    }

    public IReadOnlyDictionary<string, int> Struck
    {
        get
        {
            lock (_lock)
                return new SortedDictionary<string, int>(_struck);
        }
    }

    public IReadOnlyDictionary<string, int> Failpoints
    {
        get
        {
            lock (_lock)
                return new SortedDictionary<string, int>(_failpoints);
        }
    }

    public void Strike(string kind, string detail, string? failpoint = null)
    {
        lock (_lock)
        {
            _struck[kind] = _struck.GetValueOrDefault(kind) + 1;
            if (failpoint is not null)
                _failpoints[failpoint] = _failpoints.GetValueOrDefault(failpoint) + 1;
        }
        Say($"{kind}: {detail}");
    }

    public void NotExpected(string what)
    {
        lock (_lock)
            _unexpected.Add(what);
        Say($"NOT EXPECTED: {what}");
    }

    public void Say(string what)
    {
        lock (_lock)
            output.WriteLine($"{Elapsed.TotalSeconds,7:0.0} s  {what}");
    }
}
