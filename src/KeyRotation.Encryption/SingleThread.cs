namespace KeyRotation.Encryption;

/// <summary>
/// Refuses a second thread inside a type that is for one. The native cipher is not safe for two at once: what they would
/// write might never open again, so the mistake has to be loud.
/// </summary>
internal struct SingleThread
{
    private int _inside;

    internal void Enter(string type)
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
        {
            throw new InvalidOperationException(
                $"{type}: expected one thread at a time, got two. Create one for each batch, or use the KeyRing, which is thread-safe.");
        }
    }

    internal void Leave() => Volatile.Write(ref _inside, 0);
}
