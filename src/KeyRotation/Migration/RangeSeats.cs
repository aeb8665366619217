namespace KeyRotation.Migration;

/// <summary>How many ranges this process works on at once.</summary>
public sealed class RangeSeats(MigrationSettings settings)
{
    private int _taken;

    /// <summary>Whether this process may work on another one at this moment.</summary>
    public bool HasFree => Volatile.Read(ref _taken) < settings.RangesPerNode;

    /// <summary>Null when all are taken: the work is for another node.</summary>
    public IDisposable? TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= settings.RangesPerNode)
            return new Seat(this);
        Interlocked.Decrement(ref _taken);
        return null;
    }

    /// <summary>For the rotation that this process has in hand: it never waits for a seat.</summary>
    public IDisposable Take()
    {
        Interlocked.Increment(ref _taken);
        return new Seat(this);
    }

    private sealed class Seat(RangeSeats seats) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                Interlocked.Decrement(ref seats._taken);
        }
    }
}
