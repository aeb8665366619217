using System.Threading.Channels;

namespace KeyRotation.Signals;

/// <summary>Beats in an interval, and at once when it is asked to. Beats that come while nobody waits are one.</summary>
public sealed class Pulse : IDisposable
{
    private readonly Channel<bool> _beats = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ITimer _timer;

    public Pulse(TimeSpan interval, TimeProvider time) => _timer = time.CreateTimer(_ => Beat(), null, interval, interval);

    public void Beat() => _beats.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await _beats.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    public void Dispose() => _timer.Dispose();
}
