using KeyRotation.Consumers;
using KeyRotation.Encryption;

namespace KeyRotation.Client;

/// <summary>A ring and the leases on it: disposed, it is zeroed as soon as nobody uses it any more.</summary>
internal sealed class SharedKeyRing(KeyRing ring) : IDisposable
{
    // One for the owner, one for each lease.
    private int _users = 1;
    private int _disposed;

    public long Epoch => ring.Epoch;

    public long Activation => ring.Activation;

    /// <summary>Whether the store knows that this process holds the ring. An acknowledgement that failed is made again.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>Null when the ring was swapped out and zeroed.</summary>
    public KeyRingLease? TryBorrow()
    {
        while (true)
        {
            var users = Volatile.Read(ref _users);
            if (users == 0)
                return null;
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                return new KeyRingLease(ring, Leave);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Leave();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            ring.Dispose();
    }
}
