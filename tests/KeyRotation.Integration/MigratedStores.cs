using System.Collections.Concurrent;
using KeyRotation.Configuration;
using KeyRotation.Node.Hosting;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using KeyRotation.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KeyRotation.Integration;

/// <summary>
/// A store of each kind that the product has migrated, to be copied: a case needs the tables, and need not wait until all scripts have made
/// them again. SQL Server has no cheap copy.
/// </summary>
internal static class MigratedStores
{
    private static readonly ConcurrentDictionary<DatabaseKind, Lazy<Task<TestStore>>> Originals = new();

    public static async Task<TestStore> CopyAsync(DatabaseKind kind) =>
        kind == DatabaseKind.SqlServer ? await TestStore.CreateAsync(kind) : await (await Originals.GetOrAdd(kind, _ => new(() => MigrateAsync(kind))).Value).CopyAsync();

    /// <summary>At the end of the run.</summary>
    public static async Task DropAsync()
    {
        foreach (var original in Originals.Values.Where(original => original.Value.IsCompletedSuccessfully))
            await (await original.Value).DisposeAsync();
    }

    private static async Task<TestStore> MigrateAsync(DatabaseKind kind)
    {
        var store = await TestStore.CreateAsync(kind);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddKeyRotation(new KeyRotationOptions { Store = new StoreOptions { Provider = store.Provider, ConnectionString = store.ConnectionString } });
        await using (var provider = services.BuildServiceProvider())
            await provider.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        return store;
    }
}
