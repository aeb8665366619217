namespace KeyRotation.Retirement;

/// <summary>What a count of one target looks for.</summary>
/// <param name="KeyId">Of the key type.</param>
/// <param name="Versions">That there are.</param>
/// <param name="Quarantined">By row key and column, ciphertexts that the quarantine lists under a version: unreadable or not, they name that one.</param>
public sealed record CensusScope(int KeyId, IReadOnlySet<int> Versions, IReadOnlyDictionary<(string RowKey, string Column), int> Quarantined);
