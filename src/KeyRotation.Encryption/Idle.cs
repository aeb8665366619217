namespace KeyRotation.Encryption;

/// <summary>
/// Sealers or openers that no thread is using; a bounded number is kept, the rest are disposed. It makes a ring
/// thread-safe without a lock and without losing the derived keys from call to call.
/// </summary>
internal sealed class Idle<T> : IDisposable
    where T : class, IDisposable
{
    private readonly T?[] _slots = new T?[Math.Max(4, Environment.ProcessorCount)];
    private volatile bool _disposed;

    internal T? Take()
    {
        var start = Thread.GetCurrentProcessorId();
        for (var i = 0; i < _slots.Length; i++)
        {
            ref var slot = ref Slot(start + i);
            if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is { } item)
            {
                return item;
            }
        }

        return null;
    }

    internal void Return(T item)
    {
        var start = Thread.GetCurrentProcessorId();
        for (var i = 0; i < _slots.Length; i++)
        {
            if (Interlocked.CompareExchange(ref Slot(start + i), item, null) is null)
            {
                // Dispose may have passed between: what was put back after it must not stay.
                if (_disposed)
                {
                    Dispose();
                }

                return;
            }
        }

        item.Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        for (var i = 0; i < _slots.Length; i++)
        {
            Interlocked.Exchange(ref _slots[i], null)?.Dispose();
        }
    }

    private ref T? Slot(int number) => ref _slots[(int)((uint)number % (uint)_slots.Length)];
}
