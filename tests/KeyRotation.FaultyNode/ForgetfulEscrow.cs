using System.Collections.Concurrent;
using KeyRotation.Custody;
using KeyRotation.Keys;

namespace KeyRotation.FaultyNode;

/// <summary>Says that it keeps what it is given, and lists all that the store has; it has it in memory only.</summary>
internal sealed class ForgetfulEscrow(IKeyStore keys) : IEscrow
{
    private readonly ConcurrentDictionary<(string, int), EscrowEntry> _entries = new();

    public Task<EscrowOutcome> PutAsync(EscrowEntry entry, CancellationToken cancellationToken)
    {
        _entries[(entry.KeyType, (int)entry.Identity.Version)] = entry;
        return Task.FromResult(EscrowOutcome.Stored);
    }

    public Task<EscrowReading> GetAsync(string keyType, int version, CancellationToken cancellationToken) =>
        Task.FromResult(_entries.TryGetValue((keyType, version), out var entry) ? new EscrowReading(entry, null) : new EscrowReading(null, "It was never here."));

    public Task<int?> HighestVersionAsync(string keyType, CancellationToken cancellationToken) => Task.FromResult<int?>(null);

    public async Task<IReadOnlyList<int>> ListVersionsAsync(string keyType, CancellationToken cancellationToken) =>
        [.. (await keys.ListVersionsAsync(keyType, cancellationToken)).Select(version => version.Version)];

    public async IAsyncEnumerable<EscrowReading> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var entry in _entries.Values)
            yield return new EscrowReading(entry, null);
    }
}
