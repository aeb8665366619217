using KeyRotation.Configuration;

namespace KeyRotation.Api.Streams;

/// <summary>How many event streams a process serves at once: each holds a connection for as long as its client likes.</summary>
internal sealed class StreamSeats(ApiOptions options)
{
    private int _taken;

    /// <summary>To be disposed when the stream ends; null when all are taken.</summary>
    public IDisposable? TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= options.MaxEventStreams)
            return new Seat(this);
        Interlocked.Decrement(ref _taken);
        return null;
    }

    private sealed class Seat(StreamSeats seats) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                Interlocked.Decrement(ref seats._taken);
        }
    }
}
