using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KeyRotation.Integration.Connections;

/// <summary>A pool of one connection whose connection is in use.</summary>
[TestFixture(DatabaseKind.PostgreSql)]
[TestFixture(DatabaseKind.SqlServer)]
public sealed class ConnectionPool(DatabaseKind kind)
{
    [Test]
    public async Task Exhausted_it_is_a_named_error_that_passes_when_a_connection_becomes_free()
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var database = new Database(new DatabaseSettings(kind, PoolOfOne(store.ConnectionString)), NullLogger<Database>.Instance);
        var held = await database.OpenAsync(CancellationToken.None);
        var inUse = database.ConnectionsInUse;

        var exhausted = await Assert.ThrowsAsync<ConnectionPoolExhaustedException>(() => database.PingAsync(CancellationToken.None));
        await held.DisposeAsync();
        await database.PingAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That((inUse, database.ConnectionsInUse, database.PoolSize), Is.EqualTo((1, 0, 1)));
            Assert.That(exhausted!.Message, Does.Contain("All 1 connections").And.Contain("MaxConcurrentRotations").And.Not.Contain("Password"));
            Assert.That(database.Dialect.IsTransient(exhausted), "It is retried.");
        });
    }

    private string PoolOfOne(string connectionString) => kind == DatabaseKind.PostgreSql
        ? new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 1, Timeout = 1 }.ConnectionString
        : new SqlConnectionStringBuilder(connectionString) { MaxPoolSize = 1, ConnectTimeout = 1 }.ConnectionString;
}
