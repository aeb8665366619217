using KeyRotation.Audit;
using KeyRotation.Client;
using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Migration;
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
    public static int Report(Exception failure)
    {
        var known = Flatten(failure);
        Console.Error.WriteLine(known is null ? $"keyrotation failed unexpectedly. {failure}" : known.Message);
        return known switch
        {
            DatabaseUnreachableException => ExitCode.NotReachable,
            ConfigurationProblemException or TargetProblemException or KeyEncryptionKeyException or KeyIdConflictException or KeyTypeUnknownException
                or SchemaNotCurrentException or EmbeddedStoreInUseException or KeyNotReadableException or EscrowMissingException or ConnectionStringException or DemoException or CommandParseException or CommandRuntimeException => ExitCode.Usage,
            _ => ExitCode.Failed,
        };
    }

    private static Exception? Flatten(Exception failure) => failure switch
    {
        ConfigurationProblemException or TargetProblemException or KeyEncryptionKeyException or KeyIdConflictException or KeyTypeUnknownException
            or SchemaNotCurrentException or EmbeddedStoreInUseException or DatabaseUnreachableException or SchemaMigrationException or KeyNotReadableException
            or AuditKeyException or AdoptionException or ConnectionStringException or EscrowMissingException or DemoException or CommandParseException or CommandRuntimeException => failure,
        AggregateException { InnerExceptions: [var only] } => Flatten(only),
        _ => failure.InnerException is { } inner ? Flatten(inner) : null,
    };
}
