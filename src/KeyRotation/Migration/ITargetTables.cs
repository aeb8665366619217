namespace KeyRotation.Migration;

/// <summary>The targets of each key type, found in their databases and registered in the store.</summary>
public interface ITargetTables
{
    /// <summary>The targets of a key type, in their configured order.</summary>
    IReadOnlyList<ITargetTable> For(string keyType);
}
