namespace KeyRotation.Storage.Schema;

/// <summary>The scheduler's own tables, which the views over them need before they can be created.</summary>
public interface ISchedulerTables
{
    /// <summary>Creates what is missing, in the schema that the scripts expect them in. Safe to run again.</summary>
    Task ProvisionAsync(CancellationToken cancellationToken);
}
