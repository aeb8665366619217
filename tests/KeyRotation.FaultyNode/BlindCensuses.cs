using KeyRotation.Retirement;
using KeyRotation.Storage.Targets;

namespace KeyRotation.FaultyNode;

/// <summary>Says that it has counted every target, and has looked at none.</summary>
internal sealed class BlindCensuses(TargetTables tables) : ITargetCensuses
{
    public IReadOnlyList<ITargetCensus> CensusesOf(string keyType) => [.. tables.CensusesOf(keyType).Select(census => new Blind(census.Target))];

    private sealed class Blind(string target) : ITargetCensus
    {
        public string Target => target;

        public Task<CountObstacle?> OldTransactionsAsync(TimeSpan floorAge, TimeSpan writeLag, CancellationToken cancellationToken) =>
            Task.FromResult<CountObstacle?>(null);

        public Task<TargetCount> CountAsync(CensusScope scope, Func<Task> between, CancellationToken cancellationToken) => Task.FromResult(new TargetCount(target));
    }
}
