namespace KeyRotation.Migration;

/// <summary>The targets of each key type, found in their databases and registered in the store.</summary>
public interface ITargetTables
{
    /// <summary>The targets of a key type, in their configured order.</summary>
    IReadOnlyList<ITargetTable> For(string keyType);

    /// <summary>Registered targets of the key type that this process's configuration does not have: it cannot say that all data are moved.</summary>
    Task<IReadOnlyList<string>> MissingAsync(string keyType, CancellationToken cancellationToken);

    /// <summary>Where this process finds the key type's targets.</summary>
    IReadOnlyList<TargetPlace> PlacesOf(string keyType);

    /// <summary>Those of them that are registered with another table, as sentences: what is done here leaves that one as it is.</summary>
    Task<IReadOnlyList<string>> ElsewhereAsync(string keyType, CancellationToken cancellationToken);

    /// <summary>For each of them that is registered with another place, a sentence: a count of it here proves nothing.</summary>
    Task<IReadOnlyList<string>> DifferencesAsync(string keyType, CancellationToken cancellationToken);
}
