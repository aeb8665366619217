using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KeyRotation.Encryption;

/// <summary>
/// The constant part of the contexts of one column of a target, encoded once; <see cref="Bind(ReadOnlySpan{string}, Span{byte})"/>
/// adds a row's key without allocating. Immutable and thread-safe.
/// Source: <c>docs/format.md</c>, encryption context.
/// </summary>
public sealed class ContextTemplate
{
    private const int LengthSize = sizeof(uint);

    // Throws on lone surrogates: replaced, two different keys would have the same context.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _prefix;

    /// <summary>Encodes the names.</summary>
    /// <param name="target">The target's configured name, not empty.</param>
    /// <param name="column">The configured column name, not empty.</param>
    /// <param name="keyParts">How many parts the row key has, 1 to 64.</param>
    /// <exception cref="ArgumentException">A name is empty or not valid Unicode.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keyParts"/> is outside 1 to 64.</exception>
    public ContextTemplate(string target, string column, int keyParts)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyParts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyParts, 64);
        Target = target;
        Column = column;
        KeyParts = keyParts;
        _prefix = new byte[(3 * LengthSize) + Utf8.GetByteCount(target) + Utf8.GetByteCount(column)];
        var rest = Append(_prefix, target);
        rest = Append(rest, column);
        BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)keyParts);
    }

    /// <summary>The target's configured name.</summary>
    public string Target { get; }

    /// <summary>The configured column name.</summary>
    public string Column { get; }

    /// <summary>How many parts the row key has.</summary>
    public int KeyParts { get; }

    /// <summary>How many bytes the context of a row takes.</summary>
    /// <param name="parts">The row key's parts.</param>
    /// <exception cref="ArgumentException">The number of parts is wrong, a part is null or not valid Unicode.</exception>
    public int SizeOf(ReadOnlySpan<string> parts)
    {
        RequireParts(parts);
        var size = _prefix.Length;
        foreach (var part in parts)
        {
            size = checked(size + LengthSize + Utf8.GetByteCount(part));
        }

        return size;
    }

    /// <summary>Writes the context of a row into a buffer of the caller.</summary>
    /// <param name="parts">The row key's parts in configured order, each in canonical form (<see cref="CanonicalForm"/>).</param>
    /// <param name="scratch">At least <see cref="SizeOf"/> bytes; must stay unchanged while the context is used.</param>
    /// <exception cref="ArgumentException">The number of parts is wrong, a part is null or not valid Unicode, or the buffer is too small.</exception>
    public EncryptionContext Bind(scoped ReadOnlySpan<string> parts, Span<byte> scratch)
    {
        var size = SizeOf(parts);
        if (scratch.Length < size)
        {
            throw new ArgumentException(
                $"{Place}: expected a buffer of {size} bytes, got {scratch.Length}.", nameof(scratch));
        }

        _prefix.CopyTo(scratch);
        var rest = scratch[_prefix.Length..];
        foreach (var part in parts)
        {
            rest = Append(rest, part);
        }

        return new EncryptionContext(scratch[..size]);
    }

    /// <summary>Writes the context of a row into a buffer that is kept from row to row; it grows once, then nothing allocates.</summary>
    /// <param name="parts">The row key's parts in configured order, each in canonical form (<see cref="CanonicalForm"/>).</param>
    /// <param name="scratch">Cleared first; must stay unchanged while the context is used.</param>
    /// <exception cref="ArgumentException">The number of parts is wrong, a part is null or not valid Unicode.</exception>
    public EncryptionContext Bind(scoped ReadOnlySpan<string> parts, ArrayBufferWriter<byte> scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        scratch.ResetWrittenCount();
        var context = Bind(parts, scratch.GetSpan(SizeOf(parts)));
        scratch.Advance(context.Bytes.Length);
        return context;
    }

    private string Place => $"Encryption context of target '{Target}', column '{Column}'";

    private void RequireParts(ReadOnlySpan<string> parts)
    {
        if (parts.Length != KeyParts)
        {
            throw new ArgumentException(
                $"{Place}: expected {KeyParts} key part(s), got {parts.Length}.", nameof(parts));
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is null)
            {
                throw new ArgumentException($"{Place}: expected a value for key part {i + 1}, got null.", nameof(parts));
            }
        }
    }

    private static Span<byte> Append(Span<byte> destination, string text)
    {
        var length = Utf8.GetBytes(text, destination[LengthSize..]);
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)length);
        return destination[(LengthSize + length)..];
    }
}
