using KeyRotation.Consumers;
using KeyRotation.Encryption;

namespace KeyRotation.Client;

/// <summary>A ring and the leases on it: disposed, it is zeroed as soon as nobody uses it any more.</summary>
internal sealed class SharedKeyRing(KeyRing ring, IReadOnlyDictionary<int, string> held, Guid incarnation, RingFreshness freshness, SharedKeyRing? former) : IDisposable
{
    private SharedKeyRing? _former = former;

    // One for the owner, one for each lease.
    private int _users = 1;
    private int _disposed;

    /// <summary>The store that the ring was read from.</summary>
    public Guid Incarnation => incarnation;

    public RingFreshness Freshness => freshness;

    /// <summary>Whether the ring ended and was zeroed, and all before it.</summary>
    public bool IsFree => Volatile.Read(ref _users) == 0 && IsAlone;

    /// <summary>Whether nobody in this process seals under a former ring any more, so that this one may be acknowledged.</summary>
    public bool IsAlone
    {
        get
        {
            if (_former is null)
                return true;
            if (Volatile.Read(ref _former._users) > 0 || !_former.IsAlone)
                return false;
            _former = null;
            return true;
        }
    }

    /// <summary>Version to check value of what the ring can open.</summary>
    public IReadOnlyDictionary<int, string> Held => held;

    public long Epoch => ring.Epoch;

    public long Activation => ring.Activation;

    /// <summary>Whether the store knows that this process holds the ring. An acknowledgement that failed is made again.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>The store may have been restored since: the same epoch and activation may mean something else by now.</summary>
    public bool IsDoubtful { get; set; }

    /// <summary>Copies of the versions that the store does not list.</summary>
    public void CopyUnlisted(IReadOnlySet<int> listed, ICollection<KeyRingEntry> into) => ring.CopyForOpening(version => !listed.Contains(version), into);

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
