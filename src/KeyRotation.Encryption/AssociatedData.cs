namespace KeyRotation.Encryption;

/// <summary>
/// The associated data of an envelope, header and context in one piece, as GCM wants it; the buffer is kept from row to
/// row. Holds nothing secret. Not thread-safe.
/// </summary>
internal sealed class AssociatedData
{
    private byte[] _buffer = new byte[256];

    internal ReadOnlySpan<byte> Join(ReadOnlySpan<byte> header, ReadOnlySpan<byte> context)
    {
        var length = header.Length + context.Length;
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        header.CopyTo(_buffer);
        context.CopyTo(_buffer.AsSpan(header.Length));
        return _buffer.AsSpan(0, length);
    }
}
