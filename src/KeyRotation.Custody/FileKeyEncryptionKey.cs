using System.Security.Cryptography;
using System.Text;
using KeyRotation.Encryption;

namespace KeyRotation.Custody;

/// <summary>
/// A key-encryption key in a file of 32 random bytes that only its owner can read. Seals with XAES-256-GCM: nonce, ciphertext,
/// tag (docs/format-custody.md).
/// </summary>
public sealed class FileKeyEncryptionKey : IKeyEncryptionKey, IDisposable
{
    private const UnixFileMode OthersCanReach =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly KeyMaterial _key;

    private FileKeyEncryptionKey(KeyMaterial key)
    {
        _key = key;
        Id = key.Use(0, static (bytes, _) => $"file:{Convert.ToHexStringLower(HMACSHA256.HashData(bytes, "keyrotation kek fingerprint v1"u8).AsSpan(0, 8))}");
    }

    public string Id { get; }

    /// <exception cref="KeyEncryptionKeyException">The file is missing, has another length, or others can reach it.</exception>
    public static FileKeyEncryptionKey Open(string path)
    {
        // One byte more than a key: enough to see that a file is too long, however long it is.
        Span<byte> bytes = stackalloc byte[KeyMaterial.Size + 1];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            RefuseReachableByOthers(path, file);
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            // 32 random bytes are all text once in 10^9 keys; 32 characters of text are a password or half a key in hexadecimal.
            var isText = Ascii.IsValid(bytes[..length]);
            return length == KeyMaterial.Size && !isText
                ? new FileKeyEncryptionKey(KeyMaterial.From(bytes[..length]))
                : throw new KeyEncryptionKeyException($"The key-encryption key {path} has {Math.Max(length, file.Length)} bytes{(isText ? " of text" : "")}; expected exactly {KeyMaterial.Size} random bytes, not text. Set KeyRotation:KeyEncryptionKey:Path to the one that this store was made with.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new KeyEncryptionKeyException($"The key-encryption key {path} cannot be read: {unreadable.Message} Expected a file of {KeyMaterial.Size} random bytes. Set KeyRotation:KeyEncryptionKey:Path to the one that this store was made with; for a new store create one with `(umask 077; head -c {KeyMaterial.Size} /dev/urandom > {path})`.", unreadable);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Makes a new key file, readable by its owner only; never overwrites one.</summary>
    /// <exception cref="IOException">There is a file of this name, or it cannot be written.</exception>
    public static void Create(string path)
    {
        Span<byte> bytes = stackalloc byte[KeyMaterial.Size];
        try
        {
            RandomNumberGenerator.Fill(bytes);
            if (!NewFile.TryCreate(path, bytes))
                throw new IOException($"{path} exists. A key-encryption key is never overwritten: every key that it wrapped would be lost. Choose another path.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> record, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        var wrapped = new byte[XAes256Gcm.NonceSize + record.Length + XAes256Gcm.TagSize];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, XAes256Gcm.NonceSize));
        using var cipher = _key.Use(0, static (key, _) => new XAes256Gcm(key));
        cipher.Encrypt(
            wrapped.AsSpan(0, XAes256Gcm.NonceSize), record.Span, wrapped.AsSpan(XAes256Gcm.NonceSize, record.Length),
            wrapped.AsSpan(XAes256Gcm.NonceSize + record.Length), associatedData.Span);
        return ValueTask.FromResult(wrapped);
    }

    public ValueTask<byte[]?> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        var length = wrapped.Length - XAes256Gcm.NonceSize - XAes256Gcm.TagSize;
        if (length < 0)
            return ValueTask.FromResult<byte[]?>(null);
        var record = new byte[length];
        using var cipher = _key.Use(0, static (key, _) => new XAes256Gcm(key));
        var opened = cipher.TryDecrypt(
            wrapped.Span[..XAes256Gcm.NonceSize], wrapped.Span.Slice(XAes256Gcm.NonceSize, length), wrapped.Span[^XAes256Gcm.TagSize..], record, associatedData.Span);
        return ValueTask.FromResult(opened ? record : null);
    }

    public void Dispose() => _key.Dispose();

    // On the open file, not on its path: what was checked is what is read.
    private static void RefuseReachableByOthers(string path, FileStream file)
    {
        if (OperatingSystem.IsWindows())
            return;
        var mode = File.GetUnixFileMode(file.SafeFileHandle);
        if ((mode & OthersCanReach) != 0)
            throw new KeyEncryptionKeyException($"The key-encryption key {path} can be reached by others than its owner (mode {Convert.ToString((int)mode, 8)}; expected 600 or 400). Run `chmod 600 {path}`, and rotate it if somebody may have read it.");
    }
}
