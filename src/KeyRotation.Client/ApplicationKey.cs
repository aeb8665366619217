using KeyRotation.Consumers;
using KeyRotation.Encryption;
using KeyRotation.Keys;

namespace KeyRotation.Client;

/// <summary>
/// One key type as an application uses it: seals and signs with the active version, opens and verifies with the version that the
/// envelope or signature names. Thread-safe.
/// </summary>
public sealed class ApplicationKey
{
    private readonly StoreKeyRings _rings;

    internal ApplicationKey(string keyType, StoreKeyRings rings)
    {
        KeyType = keyType;
        _rings = rings;
    }

    public string KeyType { get; }

    /// <summary>
    /// The ring, for a row or a batch of rows. While it is lent, this process acknowledges no later activation; so hold it from the
    /// seal until the row is committed, and no longer: what is committed later under the former version could come behind the last
    /// sweep of a rotation, and stay under that version until the next one.
    /// </summary>
    /// <exception cref="KeyTypeUnknownException">The store has no such key type.</exception>
    /// <exception cref="ObjectDisposedException">The process stops.</exception>
    public KeyRingLease Borrow() => _rings.Borrow(KeyType);

    /// <summary>Seals under the active version, for what is not kept in a migrated table: there <see cref="Borrow"/> is right.</summary>
    /// <param name="plaintext">The plaintext; may be empty.</param>
    /// <param name="context">The place it belongs to.</param>
    /// <returns>The envelope.</returns>
    /// <exception cref="NoActiveKeyException">The key type had no rotation yet.</exception>
    /// <exception cref="KeyRingStaleException">The store was out of reach for longer than a consumer may be offline.</exception>
    /// <exception cref="KeyTypeUnknownException">The store has no such key type.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, EncryptionContext context)
    {
        using var lease = Borrow();
        return lease.Ring.Seal(plaintext, context);
    }

    /// <summary>
    /// Opens an envelope. Where its version is not known here, the ring is refreshed first, at once or within a second
    /// (<see cref="ConsumerSettings.UnknownVersionInterval"/>); every other answer comes from memory, without waiting.
    /// </summary>
    /// <param name="envelope">The envelope, of whatever bytes.</param>
    /// <param name="context">The place it was found in.</param>
    /// <exception cref="KeyTypeUnknownException">The store has no such key type.</exception>
    public ValueTask<OpenResult> OpenAsync(ReadOnlyMemory<byte> envelope, EncryptionContext context, CancellationToken cancellationToken = default)
    {
        var result = Open(envelope.Span, context);
        return result.Status == OpenStatus.UnknownVersion
            ? OpenRefreshedAsync(envelope, context.Bytes.ToArray(), cancellationToken)
            : ValueTask.FromResult(result);
    }

    /// <summary>Signs a message under the active version (<see cref="MessageSigner"/>).</summary>
    /// <param name="message">The message; it should say what it is for, as the signature binds nothing else.</param>
    /// <exception cref="NoActiveKeyException">The key type had no rotation yet.</exception>
    /// <exception cref="KeyRingStaleException">The store was out of reach for longer than a consumer may be offline.</exception>
    /// <exception cref="KeyTypeUnknownException">The store has no such key type.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        using var lease = Borrow();
        return new MessageSigner(lease.Ring).Sign(message);
    }

    /// <summary>Verifies a signature; a version that is not known here is looked up as <see cref="OpenAsync"/> does.</summary>
    /// <exception cref="KeyTypeUnknownException">The store has no such key type.</exception>
    public ValueTask<SignatureStatus> VerifyAsync(ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken = default)
    {
        var status = Verify(message.Span, signature.Span);
        return status == SignatureStatus.UnknownVersion
            ? VerifyRefreshedAsync(message, signature, cancellationToken)
            : ValueTask.FromResult(status);
    }

    private OpenResult Open(ReadOnlySpan<byte> envelope, EncryptionContext context)
    {
        using var lease = Borrow();
        var status = lease.Ring.TryOpen(envelope, context, out var plaintext);
        return new OpenResult(status, plaintext);
    }

    private async ValueTask<OpenResult> OpenRefreshedAsync(ReadOnlyMemory<byte> envelope, byte[] context, CancellationToken cancellationToken)
    {
        await _rings.RefreshForUnknownVersionAsync(KeyType, cancellationToken).ConfigureAwait(false);
        return Open(envelope.Span, EncryptionContext.FromBytes(context));
    }

    private SignatureStatus Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        using var lease = Borrow();
        return new MessageSigner(lease.Ring).Verify(message, signature);
    }

    private async ValueTask<SignatureStatus> VerifyRefreshedAsync(ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken)
    {
        await _rings.RefreshForUnknownVersionAsync(KeyType, cancellationToken).ConfigureAwait(false);
        return Verify(message.Span, signature.Span);
    }
}
