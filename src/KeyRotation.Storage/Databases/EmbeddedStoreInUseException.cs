namespace KeyRotation.Storage.Databases;

/// <summary>A second node on one SQLite file.</summary>
public sealed class EmbeddedStoreInUseException(string path, Exception inner)
    : Exception($"The store {path} is in use by another keyrotation process. SQLite serves one node: stop the other one, or use PostgreSQL or SQL Server for a cluster.", inner);
