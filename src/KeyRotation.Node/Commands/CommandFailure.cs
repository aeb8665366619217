using KeyRotation.Api;
using KeyRotation.Audit;
using KeyRotation.Client;
using KeyRotation.Custody;
using KeyRotation.Faults;
using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Node.Commands.Remote;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Demo;
using KeyRotation.Node.Hosting;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using KeyRotation.Storage.Targets;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary>Failures that people can do something about: one paragraph on stderr and an exit code, never a stack trace.</summary>
internal static class CommandFailure
{
    private static readonly Dictionary<Type, int> ExitCodes = new()
    {
        [typeof(DatabaseUnreachableException)] = ExitCode.NotReachable,
        [typeof(ConnectionPoolExhaustedException)] = ExitCode.NotReachable,
        [typeof(ApiUnreachableException)] = ExitCode.NotReachable,
        [typeof(ConfigurationProblemException)] = ExitCode.Usage,
        [typeof(ApiSettingException)] = ExitCode.Usage,
        [typeof(FailpointSyntaxException)] = ExitCode.Usage,
        [typeof(TargetProblemException)] = ExitCode.Usage,
        [typeof(KeyEncryptionKeyException)] = ExitCode.Usage,
        [typeof(KeyIdConflictException)] = ExitCode.Usage,
        [typeof(KeyTypeUnknownException)] = ExitCode.Usage,
        [typeof(SchemaNotCurrentException)] = ExitCode.Usage,
        [typeof(EmbeddedStoreInUseException)] = ExitCode.Usage,
        [typeof(KeyNotReadableException)] = ExitCode.Usage,
        [typeof(EscrowMissingException)] = ExitCode.Usage,
        [typeof(ConnectionStringException)] = ExitCode.Usage,
        [typeof(DemoException)] = ExitCode.Usage,
        [typeof(CommandParseException)] = ExitCode.Usage,
        [typeof(CommandRuntimeException)] = ExitCode.Usage,
        [typeof(SchemaMigrationException)] = ExitCode.Failed,
        [typeof(AuditKeyException)] = ExitCode.Failed,
        [typeof(AdoptionException)] = ExitCode.Failed,
    };

    public static int Report(Exception failure)
    {
        if (failure is OperationCanceledException)
        {
            Console.Error.WriteLine("Interrupted before it was done. The same command goes on from there.");
            return ExitCode.Failed;
        }
        var known = Flatten(failure);
        Console.Error.WriteLine(known is null ? $"keyrotation failed unexpectedly. {failure}" : known.Message);
        if (known is CommandParseException)
            Console.Error.WriteLine("`keyrotation --help` lists the commands, `keyrotation COMMAND --help` what stands below one and what it takes.");
        return known is ApiRefusedException refused ? refused.ExitCode : known is null ? ExitCode.Failed : ExitCodes[known.GetType()];
    }

    private static Exception? Flatten(Exception failure) => failure switch
    {
        ApiRefusedException => failure,
        _ when ExitCodes.ContainsKey(failure.GetType()) => failure,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } inUse =>
            new ConfigurationProblemException([$"{inUse.Message.TrimEnd('.')}. Another process listens there: set KeyRotation:Api:Urls or --urls, or run this node with --roles worker."]),
        // Of the permissions that SQL Server denies: object, database, schema, column, login.
        Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.InsufficientPrivilege } or Microsoft.Data.SqlClient.SqlException { Number: 229 or 230 or 262 or 297 or 300 or 916 } =>
            new ConfigurationProblemException([$"The database denies the login of the connection string a right: {failure.Message} Its roles are in sql/README.md; a node's login also needs SELECT and UPDATE on the tables of its targets, and USAGE on their schema on PostgreSQL."]),
        AggregateException { InnerExceptions: [var only] } => Flatten(only),
        _ => failure.InnerException is { } inner ? Flatten(inner) : null,
    };
}
