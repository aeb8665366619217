using System.Data.Common;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Storage.Schema;

/// <summary>
/// Applies the schema scripts with DbUp, each in a transaction of its own, and journals them in <c>schema_version</c>. The
/// scheduler makes its tables first: the views in schema <c>ops</c> read them.
/// </summary>
public sealed partial class SchemaMigrator(Database database, ISchedulerTables scheduler, ILogger<SchemaMigrator> logger)
{
    private static readonly Statement MissingRoles = new("select name from keyrotation.missing_role order by name");

    /// <summary>An index on a trail of years is built in minutes, not in the driver's 30 seconds.</summary>
    private static readonly TimeSpan LongestScript = TimeSpan.FromHours(1);

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);

    public IReadOnlyList<(string Name, string Text)> Scripts { get; } = SchemaScripts.For(database.Kind);

    /// <summary>What is run before the scripts: the schema that they stand in.</summary>
    public string Preamble => database.Dialect.CreateSchema.For(database.Dialect);

    public async Task<SchemaStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var applied = await SchemaJournal.ReadAsync(database, cancellationToken).ConfigureAwait(false);
        var known = Scripts.Select(script => script.Name).ToArray();
        return new SchemaStatus(applied, [.. known.Except(applied)], [.. applied.Except(known)]);
    }

    /// <summary>Applies what is pending. Several may call it at once; one works, the others find nothing left to do.</summary>
    /// <exception cref="SchemaMigrationException">A script failed; what it did is rolled back where the database can.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        var guard = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var guardScope = guard.ConfigureAwait(false);
        var session = new Session(guard, null, database.Dialect, cancellationToken);
        await LockAsync(session).ConfigureAwait(false);
        await UseRowVersionsAsync(session).ConfigureAwait(false);
        await session.ExecuteAsync(database.Dialect.CreateSchema).ConfigureAwait(false);
        await ProvisionSchedulerAsync(cancellationToken).ConfigureAwait(false);
        var result = Engine().Build().PerformUpgrade();
        if (!result.Successful)
            throw new SchemaMigrationException(result.ErrorScript?.Name ?? "the journal", database.DisplayName, result.Error);
        // Again each time: for tables that are new, and for roles that somebody created meanwhile.
        await session.ExecuteAsync(database.Dialect.ProvideRoles).ConfigureAwait(false);
        return [.. result.Scripts.Select(script => script.Name)];
    }

    /// <summary>Roles that are not there, because the login that migrated may not create them. Empty on SQLite, which has none.</summary>
    public Task<IReadOnlyList<string>> MissingRolesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QueryAsync<string>(MissingRoles), cancellationToken);

    /// <summary>Asked again and again: a wait inside the database would end with the statement's time, long before another one's scripts do.</summary>
    private async Task LockAsync(Session session)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (await session.QuerySingleAsync<int>(database.Dialect.LockSchema).ConfigureAwait(false) == 0)
        {
            if (TimeProvider.System.GetElapsedTime(since) > LongestScript)
                throw new SchemaMigrationException("(whichever is next)", database.DisplayName, new TimeoutException($"Another process has been migrating the schema for {LongestScript.TotalMinutes:0} minutes. Look what it waits for, and try again when it is done."));
            await Task.Delay(LockPoll, session.CancellationToken).ConfigureAwait(false);
        }
    }

    private async Task UseRowVersionsAsync(Session session)
    {
        if (await session.QuerySingleOrDefaultAsync<string>(database.Dialect.ReadersWaitForWriters).ConfigureAwait(false) is null)
            return;
        try
        {
            await session.ExecuteAsync(database.Dialect.ReadCommittedVersions).ConfigureAwait(false);
        }
        catch (DbException refused)
        {
            // Not permitted, not supported, or somebody else is connected. Nothing is wrong without it, only slower:
            // StoreInitializer says what that means, here and at each start of a node.
            LogNotSwitchedOn(logger, database.DisplayName, refused.Message);
        }
    }

    private async Task ProvisionSchedulerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await scheduler.ProvisionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            throw new SchemaMigrationException("of Quartz's tables", database.DisplayName, refused);
        }
    }

    private UpgradeEngineBuilder Engine()
    {
        var connectionString = database.Settings.ConnectionString;
        var builder = database.Kind switch
        {
            DatabaseKind.SqlServer => DeployChanges.To.SqlDatabase(connectionString).JournalToSqlTable("keyrotation", "schema_version"),
            DatabaseKind.PostgreSql => DeployChanges.To.PostgresqlDatabase(connectionString).JournalToPostgresqlTable("keyrotation", "schema_version"),
            DatabaseKind.Sqlite => DeployChanges.To.SqliteDatabase(connectionString).JournalToSqliteTable("keyrotation_schema_version"),
            _ => throw new ArgumentOutOfRangeException(nameof(database), database.Kind, "No migrator for this kind of database."),
        };
        return builder
            .WithScripts(Scripts.Select((script, index) => new SqlScript(script.Name, script.Text, new SqlScriptOptions { RunGroupOrder = index })))
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .WithExecutionTimeout(LongestScript)
            .LogTo(new DbUpLog(logger));
    }

    [LoggerMessage(3102, LogLevel.Warning, "READ_COMMITTED_SNAPSHOT could not be switched on in {Database}: {Error}")]
    private static partial void LogNotSwitchedOn(ILogger logger, string database, string error);
}
