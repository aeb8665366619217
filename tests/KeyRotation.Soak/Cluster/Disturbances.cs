using System.Diagnostics;

namespace KeyRotation.Soak.Cluster;

/// <summary>Spans of time in which processes cannot be blamed for not starting.</summary>
internal sealed class Disturbances
{
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(8);

    private int _open;
    private long _ended;

    public bool AreFelt => Volatile.Read(ref _open) > 0 || (Volatile.Read(ref _ended) is var ended && ended != 0 && Stopwatch.GetElapsedTime(ended) < Aftermath);

    public IDisposable Begin()
    {
        Interlocked.Increment(ref _open);
        return new Disturbance(this);
    }

    private sealed class Disturbance(Disturbances all) : IDisposable
    {
        public void Dispose()
        {
            Volatile.Write(ref all._ended, Stopwatch.GetTimestamp());
            Interlocked.Decrement(ref all._open);
        }
    }
}
