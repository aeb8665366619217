namespace KeyRotation.Incidents;

/// <summary>Parts of a snapshot that are known together.</summary>
public interface IForensicParts
{
    /// <summary>In the order in which they are taken.</summary>
    IReadOnlyList<IForensicPart> All { get; }
}
