namespace KeyRotation.Encryption;

/// <summary>
/// The place that a ciphertext belongs to: target, column and row key. It is authenticated with the ciphertext, so a ciphertext
/// that is moved to another place does not open. Layout: <c>docs/format.md</c>.
/// </summary>
public readonly ref struct EncryptionContext
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal EncryptionContext(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <exception cref="InvalidOperationException">The context is the default one, which names no place.</exception>
    internal ReadOnlySpan<byte> Bytes =>
        _bytes.IsEmpty ? throw new InvalidOperationException("An encryption context is required and this one is empty: make it with EncryptionContext.For or ContextTemplate.Bind.") : _bytes;

    /// <summary>A context for one use. For many rows of one column keep a <see cref="ContextTemplate"/>.</summary>
    /// <param name="target">The target's configured name.</param>
    /// <param name="column">The column's configured name.</param>
    /// <param name="keyParts">The values of the context columns in canonical form (<see cref="CanonicalForm"/>), in their configured order.</param>
    public static EncryptionContext For(string target, string column, params ReadOnlySpan<string> keyParts) =>
        new ContextTemplate(target, column, keyParts.Length).Bind(keyParts, new System.Buffers.ArrayBufferWriter<byte>(256));
}
