using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// 32 bytes of a key in memory. Zeroed when it is disposed and the last operation on it has ended; never shown.
/// </summary>
public sealed class KeyMaterial : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    private readonly byte[] _bytes = GC.AllocateArray<byte>(Size, pinned: true);

    // One for the owner, one for each operation in flight; at zero the bytes are zeroed.
    private int _users = 1;
    private int _disposed;

    private KeyMaterial()
    {
    }

    /// <summary>Does something with the bytes of a key.</summary>
    public delegate TResult Operation<in TState, out TResult>(ReadOnlySpan<byte> key, TState state);

    /// <summary>Whether the key is gone, or going as soon as the last operation ends.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>A new random key, from the operating system's generator.</summary>
    public static KeyMaterial Generate()
    {
        var material = new KeyMaterial();
        RandomNumberGenerator.Fill(material._bytes);
        return material;
    }

    /// <summary>A copy of 32 bytes; the caller still owns, and zeroes, its own.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static KeyMaterial From(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"Key material has {Size} bytes; this has {bytes.Length}.", nameof(bytes));
        var material = new KeyMaterial();
        bytes.CopyTo(material._bytes);
        return material;
    }

    /// <summary>Runs an operation on the bytes, which are not zeroed before it ends.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public TResult Use<TState, TResult>(TState state, Operation<TState, TResult> operation)
    {
        Enter();
        try
        {
            return operation(_bytes, state);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Copies the bytes; the caller zeroes the copy.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public void CopyTo(Span<byte> destination)
    {
        Enter();
        try
        {
            _bytes.CopyTo(destination);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Zeroes the bytes as soon as no operation uses them.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Leave();
    }

    /// <inheritdoc/>
    public override string ToString() => "[redacted]";

    private void Enter()
    {
        int users;
        do
        {
            users = Volatile.Read(ref _users);
            ObjectDisposedException.ThrowIf(users == 0 || IsDisposed, this);
        }
        while (Interlocked.CompareExchange(ref _users, users + 1, users) != users);
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            CryptographicOperations.ZeroMemory(_bytes);
    }
}
