namespace KeyRotation.Encryption;

/// <summary>
/// The place a ciphertext belongs to: target, column and row key, as bytes that are authenticated with it. A ciphertext
/// that was moved to another place does not open. Made by <see cref="For"/> or <see cref="ContextTemplate.Bind(ReadOnlySpan{string}, Span{byte})"/>;
/// never empty, the default value is refused wherever a context is required.
/// Source: <c>docs/format.md</c>, encryption context.
/// </summary>
public readonly ref struct EncryptionContext
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal EncryptionContext(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The encoded context.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which names no place.</exception>
    public ReadOnlySpan<byte> Bytes =>
        _bytes.IsEmpty ? throw new InvalidOperationException($"{Refusal} Use a ContextTemplate.") : _bytes;

    private static string Refusal => "Encryption context: expected target, column and row key, got the default value.";

    /// <summary>A context in one call; allocates. For many rows use a <see cref="ContextTemplate"/>.</summary>
    /// <param name="target">The target's configured name.</param>
    /// <param name="column">The configured column name.</param>
    /// <param name="keyParts">The row key's parts in configured order, each in canonical form (<see cref="CanonicalForm"/>); at least one.</param>
    /// <exception cref="ArgumentException">A name is empty, there is no part, a part is null or not valid Unicode.</exception>
    public static EncryptionContext For(string target, string column, params ReadOnlySpan<string> keyParts)
    {
        if (keyParts.IsEmpty)
        {
            throw new ArgumentException(
                $"Encryption context of target '{target}', column '{column}': expected at least one key part, got none.",
                nameof(keyParts));
        }

        var template = new ContextTemplate(target, column, keyParts.Length);
        return template.Bind(keyParts, new byte[template.SizeOf(keyParts)]);
    }

    /// <summary>A context again from its <see cref="Bytes"/>, where it had to outlive its buffer: across an await, for example.</summary>
    /// <param name="bytes">Bytes of another context; must stay unchanged while this one is used.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static EncryptionContext FromBytes(ReadOnlySpan<byte> bytes)
    {
        var context = new EncryptionContext(bytes);
        context.Require();
        return context;
    }

    /// <summary>The context's bytes, or the refusal of a default value.</summary>
    internal ReadOnlySpan<byte> Require() => _bytes.IsEmpty
        ? throw new ArgumentException($"{Refusal} Use a ContextTemplate.", "context")
        : _bytes;
}
