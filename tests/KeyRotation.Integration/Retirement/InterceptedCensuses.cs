using KeyRotation.Retirement;

namespace KeyRotation.Integration.Retirement;

/// <summary>The real counts, with moments for a test to act in: around the look at transactions, and behind the last row.</summary>
internal sealed class InterceptedCensuses(ITargetCensuses real) : ITargetCensuses
{
    public Func<Func<Task<CountObstacle?>>, Task<CountObstacle?>> AroundTransactions { get; set; } = look => look();

    public Func<Task> AfterCount { get; set; } = () => Task.CompletedTask;

    public int Counts { get; private set; }

    public IReadOnlyList<ITargetCensus> CensusesOf(string keyType) => [.. real.CensusesOf(keyType).Select(census => new Census(census, this))];

    private sealed class Census(ITargetCensus real, InterceptedCensuses interception) : ITargetCensus
    {
        public string Target => real.Target;

        public Task<CountObstacle?> OldTransactionsAsync(TimeSpan floorAge, TimeSpan writeLag, CancellationToken cancellationToken) =>
            interception.AroundTransactions(() => real.OldTransactionsAsync(floorAge, writeLag, cancellationToken));

        public async Task<TargetCount> CountAsync(CensusScope scope, Func<Task> between, CancellationToken cancellationToken)
        {
            var count = await real.CountAsync(scope, between, cancellationToken);
            interception.Counts++;
            await interception.AfterCount();
            return count;
        }
    }
}
