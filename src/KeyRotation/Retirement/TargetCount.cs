namespace KeyRotation.Retirement;

/// <summary>What was counted in one target, history included.</summary>
/// <param name="Target">Its registered name.</param>
public sealed record TargetCount(string Target)
{
    /// <summary>Rows that were read, those of the history among them.</summary>
    public long Rows { get; init; }

    /// <summary>Ciphertexts whose header names no version that there is, and that no quarantine lists under one.</summary>
    public long Unreadable { get; init; }

    /// <summary>Ciphertexts by the version that they name; versions that none names are left out.</summary>
    public IReadOnlyDictionary<int, long> References { get; init; } = new Dictionary<int, long>();

    /// <summary>Why the count proves nothing; null = it does.</summary>
    public CountObstacle? Obstacle { get; init; }
}
