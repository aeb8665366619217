using KeyRotation.Consumers;

namespace KeyRotation.Integration.Consumers;

/// <summary>The real store, which a test can put out of reach, and which says in what order it was asked.</summary>
internal sealed class InterceptedConsumers(IConsumerStore real) : IConsumerStore
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private int _polls;
    private volatile bool _isAway;

    public bool IsAway { get => _isAway; set => _isAway = value; }

    public int Polls => Volatile.Read(ref _polls);

    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    public Task RegisterAsync(Consumer consumer, TimeSpan maxOffline, CancellationToken cancellationToken) => AskAsync("register", () => real.RegisterAsync(consumer, maxOffline, cancellationToken));

    public Task<bool> RenewLeaseAsync(Guid consumerId, CancellationToken cancellationToken) => AskAsync("renew", () => real.RenewLeaseAsync(consumerId, cancellationToken));

    public Task<RingEpochs> ReadEpochsAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _polls);
        return AskAsync("read", () => real.ReadEpochsAsync(cancellationToken));
    }

    public Task<bool> AcknowledgeAsync(Guid consumerId, Acknowledgement acknowledgement, CancellationToken cancellationToken) =>
        AskAsync($"acknowledge {acknowledgement.KeyType} {acknowledgement.Activation}", () => real.AcknowledgeAsync(consumerId, acknowledgement, cancellationToken));

    public Task SignOffAsync(Guid consumerId, CancellationToken cancellationToken) => AskAsync("sign off", () => real.SignOffAsync(consumerId, cancellationToken));

    private T AskAsync<T>(string call, Func<T> ask) where T : Task
    {
        var isAway = _isAway;
        lock (_lock)
            _calls.Add(isAway ? $"{call}, refused" : call);
        return isAway ? throw new TimeoutException("The store is away.") : ask();
    }
}
