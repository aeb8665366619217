using System.Buffers.Binary;

namespace KeyRotation.Custody;

/// <summary>Reads the fields of a custody format; each read says whether there was enough.</summary>
internal ref struct BigEndianReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool TryBytes(uint count, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (_rest.Length < count)
            return false;
        value = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return true;
    }

    public bool TryUInt32(out uint value)
    {
        value = 0;
        if (!TryBytes(sizeof(uint), out var field))
            return false;
        value = BinaryPrimitives.ReadUInt32BigEndian(field);
        return true;
    }

    public bool TryInt64(out long value)
    {
        value = 0;
        if (!TryBytes(sizeof(long), out var field))
            return false;
        value = BinaryPrimitives.ReadInt64BigEndian(field);
        return true;
    }

    public bool TryPrefixed(out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryUInt32(out var length) && TryBytes(length, out value);
    }
}
