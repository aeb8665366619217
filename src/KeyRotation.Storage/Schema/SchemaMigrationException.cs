namespace KeyRotation.Storage.Schema;

/// <summary>A schema script could not be applied.</summary>
public sealed class SchemaMigrationException(string script, string database, Exception inner)
    : Exception($"Schema script {script} failed on {database}: {inner.Message} The scripts before it stay applied. Mend the cause and run `keyrotation db migrate` again.", inner);
