namespace KeyRotation.Custody;

/// <summary>The root key that wraps every key version's material. It lives outside the database.</summary>
public interface IKeyEncryptionKey
{
    /// <summary>Provider and fingerprint: tells two keys apart and reveals neither. At most 64 characters.</summary>
    string Id { get; }

    /// <summary>Wraps a record.</summary>
    ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> record, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken);

    /// <summary>Unwraps a record into a buffer that the caller zeroes; null when it was not wrapped by this key, or was changed.</summary>
    ValueTask<byte[]?> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken);
}
