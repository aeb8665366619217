using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// The 32 secret bytes of one key version. Each use is counted; after <see cref="Dispose"/> no use begins, and when the
/// last one in flight leaves, the bytes are zeroed together with every key derived from them. Thread-safe.
/// </summary>
public sealed class KeyMaterial : IDisposable
{
    /// <summary>Size of the material: 32 bytes.</summary>
    public const int Size = 32;

    private const int DisposedBit = int.MinValue;

    // Pinned, so that the collector leaves no copies behind when it compacts.
    private readonly byte[] _bytes = GC.AllocateArray<byte>(Size, pinned: true);
    private readonly HashSet<IDisposable> _dependents = [];
    private int _operations;
    private volatile bool _zeroed;

    private KeyMaterial()
    {
    }

    /// <summary>Whether the material was disposed; its bytes are zeroed, or will be when the last use in flight leaves.</summary>
    public bool IsDisposed => Volatile.Read(ref _operations) < 0;

    /// <summary>New random material from the operating system's generator.</summary>
    public static KeyMaterial Generate()
    {
        var material = new KeyMaterial();
        RandomNumberGenerator.Fill(material._bytes);
        return material;
    }

    /// <summary>Material from existing bytes, which are copied; the caller zeroes its own.</summary>
    /// <param name="bytes">32 bytes.</param>
    /// <exception cref="ArgumentException">There are not 32 bytes, or all are zero: what a disposed key leaves behind.</exception>
    public static KeyMaterial From(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"Key material: expected {Size} bytes, got {bytes.Length}.", nameof(bytes));
        }

        if (!bytes.ContainsAnyExcept((byte)0))
        {
            throw new ArgumentException("Key material: expected random bytes, got zeroes only.", nameof(bytes));
        }

        var material = new KeyMaterial();
        bytes.CopyTo(material._bytes);
        return material;
    }

    /// <summary>Copies the 32 bytes; the caller zeroes its copy.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    /// <exception cref="ObjectDisposedException">The material was disposed.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            throw new ArgumentException(
                $"Key material: expected room for {Size} bytes, got {destination.Length}.", nameof(destination));
        }

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

    /// <summary>Lends the bytes to a function; they stay valid until it returns, whoever disposes meanwhile.</summary>
    /// <typeparam name="TState">What is handed through, so that the function need not capture.</typeparam>
    /// <typeparam name="TResult">What the function returns.</typeparam>
    /// <param name="state">Handed to the function.</param>
    /// <param name="use">Called once with the 32 bytes and the state.</param>
    /// <exception cref="ObjectDisposedException">The material was disposed.</exception>
    public TResult Use<TState, TResult>(TState state, Func<ReadOnlySpan<byte>, TState, TResult> use)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(use);
        Enter();
        try
        {
            return use(_bytes, state);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Refuses further uses; the bytes are zeroed as soon as none is in flight. May be called repeatedly.</summary>
    public void Dispose()
    {
        if (Interlocked.Or(ref _operations, DisposedBit) == 0)
        {
            Zero();
        }
    }

    /// <summary>Never the bytes.</summary>
    /// <returns><c>[redacted]</c>.</returns>
    public override string ToString() => "[redacted]";

    internal ReadOnlySpan<byte> Bytes => _bytes;

    internal bool IsZeroed => _zeroed;

    /// <summary>Begins an operation; each needs its <see cref="Leave"/>.</summary>
    internal void Enter()
    {
        if (Interlocked.Increment(ref _operations) < 0)
        {
            Leave();
            throw new ObjectDisposedException(
                nameof(KeyMaterial), "The key material was disposed. Take the current key ring and repeat.");
        }
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref _operations) == DisposedBit)
        {
            Zero();
        }
    }

    /// <summary>A cipher that is disposed with the material; call within an operation.</summary>
    internal XAes256Gcm CreateCipher(int derivedKeys)
    {
        var cipher = new XAes256Gcm(_bytes, derivedKeys);
        lock (_dependents)
        {
            _dependents.Add(cipher);
        }

        return cipher;
    }

    internal void Release(XAes256Gcm cipher)
    {
        lock (_dependents)
        {
            _dependents.Remove(cipher);
        }

        cipher.Dispose();
    }

    /// <summary>Zeroes at once. Only when no operation is in flight; a test calls it to prove that sealing finds out.</summary>
    internal void Zero()
    {
        _zeroed = true;
        CryptographicOperations.ZeroMemory(_bytes);
        IDisposable[] dependents;
        lock (_dependents)
        {
            dependents = [.. _dependents];
            _dependents.Clear();
        }

        foreach (var dependent in dependents)
        {
            dependent.Dispose();
        }
    }
}
