namespace KeyRotation.Status;

/// <summary>
/// One look at the store for all who ask meanwhile. Nobody gets what was read before he asked: whoever comes while a look is under way waits for the
/// next one, and shares it. So a store that is asked by thousands is read by one at a time, and no answer is older than its question.
/// </summary>
public sealed class SharedRead<T>(Func<CancellationToken, Task<T>> read)
{
    private readonly Lock _gate = new();
    private Task? _underWay;
    private Task<T>? _next;

    /// <param name="cancellationToken">Ends this caller's wait, not the look.</param>
    public Task<T> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return (_next ??= ReadBehindAsync(_underWay)).WaitAsync(cancellationToken);
    }

    private async Task<T> ReadBehindAsync(Task? former)
    {
        // Always behind this method's return, so that _next is what _underWay becomes.
        await Task.Yield();
        if (former is not null)
            await Task.WhenAny(former).ConfigureAwait(false);
        lock (_gate)
            (_underWay, _next) = (_next, null);
        return await read(CancellationToken.None).ConfigureAwait(false);
    }
}
