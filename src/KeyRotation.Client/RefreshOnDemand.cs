namespace KeyRotation.Client;

/// <summary>
/// Looks into the store when somebody asks for it, however many ask, at most once in a while. Who asks is answered by a look that
/// began after the question: an answer from an earlier one could call a version unknown that the store has by now.
/// </summary>
internal sealed class RefreshOnDemand(Func<Task> refresh, TimeSpan spacing, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long? _lastBegan;
    private Task? _next;

    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        Task next;
        lock (_lock)
            next = _next ??= RunAsync();
        return next.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        // Out of the caller's lock, so that the look is in its place before it begins.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_lastBegan is { } last && spacing - time.GetElapsedTime(last) is { Ticks: > 0 } wait)
            await Task.Delay(wait, time).ConfigureAwait(false);
        lock (_lock)
        {
            _lastBegan = time.GetTimestamp();
            _next = null;
        }
        await refresh().ConfigureAwait(false);
    }
}
