namespace KeyRotation.Migration;

/// <summary>The targets of each key type, found in their databases and registered in the store.</summary>
public interface ITargetTables
{
    /// <summary>The targets of a key type, in their configured order.</summary>
    IReadOnlyList<ITargetTable> For(string keyType);

    /// <summary>Registered targets of the key type that this process's configuration does not have: it cannot say that all data are moved.</summary>
    Task<IReadOnlyList<string>> MissingAsync(string keyType, CancellationToken cancellationToken);
}
