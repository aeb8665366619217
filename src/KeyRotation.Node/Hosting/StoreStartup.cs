using KeyRotation.Configuration;
using KeyRotation.Custody;
using KeyRotation.Node.Configuration;
using KeyRotation.Policies;
using KeyRotation.Restores;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using KeyRotation.Storage.Targets;

namespace KeyRotation.Node.Hosting;

/// <summary>
/// Before anything else of the process starts: the store is reachable and of this schema, the key-encryption key is there, the
/// targets are as configured. An embedded store is locked and migrated here; a server's is only validated.
/// </summary>
internal sealed class StoreStartup(
    KeyRotationOptions options, KeyTypePolicies policies, Database database, EmbeddedTakeover embedded, SchemaMigrator schema, StoreInitializer initializer,
    TargetTables targets, IKeyEncryptionKey kek, IEscrow escrow, EscrowedKeyIds keyIds, StoreRestore restore, StartupIntent intent) : BeforeStart
{
    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(kek.Id);
        await escrow.HighestVersionAsync(policies.All[0].Name, cancellationToken).ConfigureAwait(false);
        embedded.Lock();
        await database.PingAsync(cancellationToken).ConfigureAwait(false);
        if (database.Kind == DatabaseKind.Sqlite)
            await schema.MigrateAsync(cancellationToken).ConfigureAwait(false);
        if ((await schema.StatusAsync(cancellationToken).ConfigureAwait(false)).Problem is { } problem)
            throw new SchemaNotCurrentException(problem);
        await initializer.InitializeAsync(cancellationToken).ConfigureAwait(false);
        await initializer.RegisterKeyTypesAsync(await keyIds.CompleteAsync(policies.All, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await embedded.EndFormerProcessAsync(cancellationToken).ConfigureAwait(false);
        // Before a ring is loaded: what the store lost is in it then. One that only looks changes nothing.
        if (intent.RegistersTargets)
            await restore.RunAsync(cancellationToken).ConfigureAwait(false);
        await targets.OpenAsync(ConfiguredDatabases.TargetsOf(options), intent.RegistersTargets, cancellationToken).ConfigureAwait(false);
    }
}
