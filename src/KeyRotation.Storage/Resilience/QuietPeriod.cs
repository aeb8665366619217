using System.Collections.Concurrent;

namespace KeyRotation.Storage.Resilience;

/// <summary>Tells the first of many from those that follow it within a while.</summary>
internal sealed class QuietPeriod(TimeSpan length, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _last = new();

    public bool IsFirst(string subject)
    {
        var now = time.GetTimestamp();
        while (true)
        {
            if (_last.TryAdd(subject, now))
                return true;
            var last = _last[subject];
            if (time.GetElapsedTime(last, now) < length)
                return false;
            if (_last.TryUpdate(subject, now, last))
                return true;
        }
    }
}
