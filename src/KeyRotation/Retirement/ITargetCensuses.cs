namespace KeyRotation.Retirement;

/// <summary>The targets of each key type, as somebody counts them.</summary>
public interface ITargetCensuses
{
    /// <summary>Those that this node is configured with.</summary>
    IReadOnlyList<ITargetCensus> CensusesOf(string keyType);
}
