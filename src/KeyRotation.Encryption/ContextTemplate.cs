using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KeyRotation.Encryption;

/// <summary>The context of one column of one target, to be bound to row after row without allocating.</summary>
public sealed class ContextTemplate
{
    // Strict: replaced by U+FFFD, two broken texts would be one place.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _prefix;

    /// <summary>Prepares the part that all rows share.</summary>
    /// <param name="target">The target's configured name; not empty.</param>
    /// <param name="column">The column's configured name; not empty.</param>
    /// <param name="keyParts">How many context columns a row has, 1 and more.</param>
    /// <exception cref="ArgumentException">A name is empty or no Unicode, or there is no context column.</exception>
    public ContextTemplate(string target, string column, int keyParts)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyParts, 1);
        Target = target;
        Column = column;
        KeyParts = keyParts;
        var writer = new ArrayBufferWriter<byte>();
        WritePart(writer, target);
        WritePart(writer, column);
        BinaryPrimitives.WriteUInt32BigEndian(writer.GetSpan(sizeof(uint)), (uint)keyParts);
        writer.Advance(sizeof(uint));
        _prefix = writer.WrittenSpan.ToArray();
    }

    /// <summary>The target's configured name.</summary>
    public string Target { get; }

    /// <summary>The column's configured name.</summary>
    public string Column { get; }

    /// <summary>How many context columns a row has.</summary>
    public int KeyParts { get; }

    /// <summary>The context of one row.</summary>
    /// <param name="parts">The values in canonical form, in their configured order.</param>
    /// <param name="buffer">Holds the context while it is used; cleared first.</param>
    /// <exception cref="ArgumentException">Another number of parts than the template has, or a part that is no Unicode (half a surrogate pair).</exception>
    public EncryptionContext Bind(scoped ReadOnlySpan<string> parts, ArrayBufferWriter<byte> buffer)
    {
        if (parts.Length != KeyParts)
            throw new ArgumentException($"Target {Target} has {KeyParts} context columns; {parts.Length} values were given.", nameof(parts));
        buffer.ResetWrittenCount();
        buffer.Write(_prefix);
        foreach (var part in parts)
            WritePart(buffer, part);
        return new EncryptionContext(buffer.WrittenSpan);
    }

    private static void WritePart(ArrayBufferWriter<byte> writer, string part)
    {
        var length = Utf8.GetByteCount(part);
        var span = writer.GetSpan(sizeof(uint) + length);
        BinaryPrimitives.WriteUInt32BigEndian(span, (uint)length);
        Utf8.GetBytes(part, span[sizeof(uint)..]);
        writer.Advance(sizeof(uint) + length);
    }
}
