using KeyRotation.Encryption;

namespace KeyRotation.Consumers;

/// <summary>
/// A ring in use. A ring is swapped whole and its material is zeroed when the last lease on it is disposed, so a batch that
/// began under one ring ends under it.
/// </summary>
public sealed class KeyRingLease(KeyRing ring, Action release) : IDisposable
{
    private Action? _release = release;

    public KeyRing Ring { get; } = ring;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
