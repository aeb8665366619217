using KeyRotation.Encryption;

namespace KeyRotation.Migration;

/// <summary>What stands in a sealed column.</summary>
/// <param name="Status"><see cref="OpenStatus.Opened"/> where a header was read; else why not.</param>
/// <param name="Bytes">The envelope in binary form.</param>
/// <param name="Header">Valid where a header was read.</param>
/// <param name="IsForeign">Nothing about the value says that it is, or once was, an envelope of ours.</param>
internal readonly record struct CellReading(OpenStatus Status, ReadOnlyMemory<byte> Bytes, EnvelopeHeader Header, bool IsForeign = false)
{
    /// <summary>Reads the envelope of a stored value: bytes, or its text form.</summary>
    public static CellReading Of(object stored, ColumnEncoding encoding)
    {
        byte[] envelope;
        switch (stored, encoding)
        {
            case (byte[] bytes, ColumnEncoding.Binary):
                envelope = bytes;
                break;
            case (string text, ColumnEncoding.Text):
                if (!EnvelopeText.TryDecode(text, out envelope))
                    return new CellReading(OpenStatus.UnknownFormat, default, default, !text.StartsWith(EnvelopeText.Prefix, StringComparison.Ordinal));
                break;
            default:
                return new CellReading(OpenStatus.UnknownFormat, default, default, IsForeign: true);
        }
        var status = Envelope.TryReadHeader(envelope, out var header);
        // Text that begins like an envelope is a damaged one, whatever its prefix is followed by: sealing it would bury it.
        return new CellReading(status, envelope, header, encoding == ColumnEncoding.Binary && status == OpenStatus.UnknownFormat);
    }
}
