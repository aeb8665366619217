using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// The last derived keys of one key, by nonce prefix; bounded, the oldest leaves first. It dies with its cipher, and so
/// with its key version. For one thread; only the end may come from another.
/// </summary>
internal sealed class DerivedKeys(int capacity) : IDisposable
{
    private readonly Dictionary<Prefix, AesGcm> _byPrefix = [];
    private readonly Queue<Prefix> _oldestFirst = [];
    private Prefix _lastPrefix;
    private AesGcm? _last;
    private bool _isDisposed;

    internal int Count => _byPrefix.Count;

    internal AesGcm For(ReadOnlySpan<byte> prefix, SubkeyDerivation derivation)
    {
        var key = Prefix.Read(prefix);
        if (_last is not null && _lastPrefix == key)
        {
            return _last;
        }

        if (!_byPrefix.TryGetValue(key, out var cipher))
        {
            cipher = Derive(prefix, derivation);
            Keep(key, cipher);
        }

        _lastPrefix = key;
        return _last = cipher;
    }

    public void Dispose()
    {
        lock (_byPrefix)
        {
            _isDisposed = true;
            _last = null;
            foreach (var cipher in _byPrefix.Values)
            {
                cipher.Dispose();
            }

            _byPrefix.Clear();
            _oldestFirst.Clear();
        }
    }

    private static AesGcm Derive(ReadOnlySpan<byte> prefix, SubkeyDerivation derivation)
    {
        Span<byte> derived = stackalloc byte[XAes256Gcm.KeySize];
        try
        {
            derivation.Derive(prefix, derived);
            return new AesGcm(derived, XAes256Gcm.TagSize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    private void Keep(Prefix key, AesGcm cipher)
    {
        // The owner's thread adds while the key's may end on another one: what is added behind its end would never be zeroed.
        lock (_byPrefix)
        {
            if (_isDisposed)
            {
                cipher.Dispose();
                throw new ObjectDisposedException(nameof(DerivedKeys));
            }

            if (_byPrefix.Count == capacity && _byPrefix.Remove(_oldestFirst.Dequeue(), out var oldest))
            {
                oldest.Dispose();
            }

            _byPrefix.Add(key, cipher);
            _oldestFirst.Enqueue(key);
        }
    }

    private readonly record struct Prefix(ulong High, uint Low)
    {
        internal static Prefix Read(ReadOnlySpan<byte> bytes) =>
            new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]));
    }
}
