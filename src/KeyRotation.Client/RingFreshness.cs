using System.Runtime.CompilerServices;
using KeyRotation.Consumers;

namespace KeyRotation.Client;

/// <summary>When a ring was last known to be the store's, and whether it may still seal. Each ring has its own: one that was swapped out ages.</summary>
internal sealed class RingFreshness(string keyType, ClockReading refreshed, TimeSpan maxOffline, TimeProvider time)
{
    // Boxed, so that a reader never sees the one clock of the old reading and the other of the new one.
    private volatile StrongBox<ClockReading> _refreshed = new(refreshed);

    public TimeSpan Age => _refreshed.Value.AgeAt(ClockReading.Of(time));

    /// <param name="began">From before the store was asked: what it answered was true then, and may not be now.</param>
    public void Confirm(ClockReading began) => _refreshed = new StrongBox<ClockReading>(began);

    /// <summary>Called before each seal and each signature.</summary>
    /// <exception cref="KeyRingStaleException">The ring was not compared with the store for longer than a consumer may be offline.</exception>
    public void Require()
    {
        var refreshed = _refreshed.Value;
        var age = refreshed.AgeAt(ClockReading.Of(time));
        if (age > maxOffline)
            throw new KeyRingStaleException(keyType, refreshed.Utc, age, maxOffline);
    }
}
