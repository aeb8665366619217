using System.Security.Cryptography;
using KeyRotation.Encryption;

namespace KeyRotation.Custody;

/// <summary>
/// A key-encryption key in a file of 32 random bytes that only its owner can read. Seals with XAES-256-GCM: nonce, ciphertext,
/// tag (docs/format.md).
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
        byte[] bytes;
        try
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var mode && (mode & OthersCanReach) != 0)
                throw new KeyEncryptionKeyException($"The key-encryption key {path} can be reached by others than its owner (mode {Convert.ToString((int)mode, 8)}; expected 600 or 400). Run `chmod 600 {path}`, and rotate it if somebody may have read it.");
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new KeyEncryptionKeyException($"The key-encryption key {path} cannot be read: {unreadable.Message} Create one with `head -c 32 /dev/urandom > {path}; chmod 600 {path}`, or set KeyRotation:KeyEncryptionKey:Path to the one that this store was made with.", unreadable);
        }
        try
        {
            return bytes.Length == KeyMaterial.Size
                ? new FileKeyEncryptionKey(KeyMaterial.From(bytes))
                : throw new KeyEncryptionKeyException($"The key-encryption key {path} has {bytes.Length} bytes; expected exactly {KeyMaterial.Size} random bytes, not text. Set KeyRotation:KeyEncryptionKey:Path to the one that this store was made with.");
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
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Written under another name and moved: a crash never leaves half a key under the right one.
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        var bytes = RandomNumberGenerator.GetBytes(KeyMaterial.Size);
        try
        {
            using (var file = new FileStream(unfinished, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            File.Delete(unfinished);
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
}
