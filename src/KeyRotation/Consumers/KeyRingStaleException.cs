using System.Globalization;

namespace KeyRotation.Consumers;

/// <summary>
/// A key ring may seal and sign no more, because it was not compared with the store for too long: its active version may be
/// compromised or near its end by now. It goes on opening and verifying, and seals again after the next refresh.
/// </summary>
public sealed class KeyRingStaleException(string keyType, DateTimeOffset refreshedAt, TimeSpan age, TimeSpan maxOffline)
    : InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
        $"The key ring of {keyType} was last refreshed at {refreshedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, {age.TotalHours:0.##} h ago; expected at most {maxOffline.TotalHours:0.##} h before each seal (Consumers:MaxOfflineHours). Opening goes on. Bring the store back within reach; the next refresh ends this by itself."))
{
    public string KeyType { get; } = keyType;

    /// <summary>When the ring was last known to be the store's, by this process's wall clock, UTC.</summary>
    public DateTimeOffset RefreshedAt { get; } = refreshedAt;

    /// <summary>How long ago that was, by the clock that says longer: the wall clock or the monotonic one.</summary>
    public TimeSpan Age { get; } = age;

    public TimeSpan MaxOffline { get; } = maxOffline;
}
