using KeyRotation.Node.Hosting;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Node.Commands;

/// <summary>The store of a command that is neither a node nor makes the schema.</summary>
internal static class CurrentStore
{
    /// <exception cref="DatabaseUnreachableException">It cannot be reached.</exception>
    /// <exception cref="SchemaNotCurrentException">Its schema is another version's.</exception>
    public static async Task RequireAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<Database>().PingAsync(cancellationToken).ConfigureAwait(false);
        if ((await services.GetRequiredService<SchemaMigrator>().StatusAsync(cancellationToken).ConfigureAwait(false)).Problem is { } problem)
            throw new SchemaNotCurrentException(problem);
    }
}
