namespace KeyRotation.Storage.Databases;

/// <summary>The databases that the product knows, by the names used in the configuration.</summary>
public enum DatabaseKind
{
    SqlServer,
    PostgreSql,
    Sqlite,
}
