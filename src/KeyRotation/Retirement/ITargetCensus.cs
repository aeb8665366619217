namespace KeyRotation.Retirement;

/// <summary>Counts what one target holds, history included.</summary>
public interface ITargetCensus
{
    /// <summary>The target's registered name.</summary>
    string Target { get; }

    /// <summary>Waits a little for transactions in the target's database that are older than the write floor.</summary>
    /// <param name="floorAge">How long ago the floor was reached.</param>
    /// <param name="writeLag">How long after its seal a ciphertext is committed at the latest.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is open, or cannot be seen; null = none is.</returns>
    Task<CountObstacle?> OldTransactionsAsync(TimeSpan floorAge, TimeSpan writeLag, CancellationToken cancellationToken);

    /// <summary>Reads the beginnings of all ciphertexts in the order of the key, in statements of a bounded number of rows.</summary>
    /// <param name="scope">What is looked for.</param>
    /// <param name="between">Called between two statements.</param>
    /// <param name="cancellationToken">Ends the count.</param>
    Task<TargetCount> CountAsync(CensusScope scope, Func<Task> between, CancellationToken cancellationToken);
}
