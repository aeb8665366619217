using KeyRotation.Faults;

namespace KeyRotation.Custody;

/// <summary>A key-encryption key with failpoints on both sides of its wrap. Composed only where a test set some.</summary>
public sealed class FailingKeyEncryptionKey : IKeyEncryptionKey, IDisposable
{
    private readonly IKeyEncryptionKey _kek;
    private readonly Failpoints _failpoints;

    private FailingKeyEncryptionKey(IKeyEncryptionKey kek, Failpoints failpoints)
    {
        _kek = kek;
        _failpoints = failpoints;
    }

    public string Id => _kek.Id;

    public static IKeyEncryptionKey Around(IKeyEncryptionKey kek, Failpoints failpoints) => failpoints.AreSet ? new FailingKeyEncryptionKey(kek, failpoints) : kek;

    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> record, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        _failpoints.Reach(FailpointNames.Before(FailpointNames.KekWrap));
        var wrapped = await _kek.WrapAsync(record, associatedData, cancellationToken).ConfigureAwait(false);
        _failpoints.Reach(FailpointNames.After(FailpointNames.KekWrap));
        return wrapped;
    }

    public ValueTask<byte[]?> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken) =>
        _kek.UnwrapAsync(wrapped, associatedData, cancellationToken);

    public void Dispose() => (_kek as IDisposable)?.Dispose();
}
