using System.Buffers.Binary;

namespace KeyRotation.Custody;

/// <summary>Writes the fields of a custody format. It does not own the stream.</summary>
internal sealed class BigEndianWriter(Stream stream) : IDisposable
{
    public void Byte(byte value) => stream.WriteByte(value);

    public void Bytes(ReadOnlySpan<byte> value) => stream.Write(value);

    public void UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        stream.Write(bytes);
    }

    public void Int64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        stream.Write(bytes);
    }

    public void Prefixed(ReadOnlySpan<byte> value)
    {
        UInt32((uint)value.Length);
        stream.Write(value);
    }

    public void Dispose() => stream.Flush();
}
