using System.Collections.Concurrent;
using KeyRotation.Consumers;
using KeyRotation.Encryption;

namespace KeyRotation.Client;

/// <summary>The counters of this process, which outlive its rings, and what the store was told of them.</summary>
internal sealed class UsageLedger
{
    private readonly ConcurrentDictionary<(string KeyType, int Version), UseCounter> _counters = new();
    private readonly Dictionary<(string KeyType, int Version), UsageReport> _reported = [];

    public UseCounter Of(string keyType, int version) => _counters.GetOrAdd((keyType, version), _ => new UseCounter());

    /// <summary>Versions that were used since their last report.</summary>
    public IReadOnlyList<UsageReport> Unreported() =>
    [
        .. _counters.Select(counter => Report(counter.Key.KeyType, counter.Key.Version, counter.Value.Read()))
            .Where(report => Total(report) > (_reported.TryGetValue((report.KeyType, report.Version), out var last) ? Total(last) : 0)),
    ];

    /// <summary>Whether something was refused under a disabled version since it was reported last: that does not wait for the next heartbeat.</summary>
    public bool HasUnreportedAttempts =>
        _counters.Any(counter => counter.Value.Read().Attempts > (_reported.TryGetValue(counter.Key, out var last) ? last.Attempts : 0));

    public void Reported(IReadOnlyList<UsageReport> reports)
    {
        foreach (var report in reports)
            _reported[(report.KeyType, report.Version)] = report;
    }

    /// <summary>The store may be an older copy that lost them.</summary>
    public void ForgetReports() => _reported.Clear();

    private static UsageReport Report(string keyType, int version, UseCount count) =>
        new(keyType, version, count.Seals, count.Opens, count.SinceLastSeal, count.SinceLastOpen) { Attempts = count.Attempts, SinceLastAttempt = count.SinceLastAttempt };

    private static long Total(UsageReport report) => report.Seals + report.Opens + report.Attempts;
}
