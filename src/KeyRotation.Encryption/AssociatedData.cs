namespace KeyRotation.Encryption;

/// <summary>What is authenticated with a ciphertext: the header, then the context.</summary>
internal static class AssociatedData
{
    public static ReadOnlySpan<byte> Write(ref byte[] buffer, ReadOnlySpan<byte> header, EncryptionContext context)
    {
        var place = context.Bytes;
        var length = header.Length + place.Length;
        if (buffer.Length < length)
            buffer = new byte[Math.Max(length, 2 * buffer.Length)];
        header.CopyTo(buffer);
        place.CopyTo(buffer.AsSpan(header.Length));
        return buffer.AsSpan(0, length);
    }
}
