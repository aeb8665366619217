using KeyRotation.Soak.Cluster;
using KeyRotation.Testing;
using Npgsql;

namespace KeyRotation.Cluster.Faults;

/// <summary>A copy of a cluster's database, to be damaged.</summary>
internal sealed class DamagedStore : IAsyncDisposable
{
    private readonly PostgreSqlServer _server;
    private readonly string _name;

    private DamagedStore(PostgreSqlServer server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, Pooling = false }.ConnectionString;
    }

    public string ConnectionString { get; }

    public static async Task<DamagedStore> CopyAsync(PostgreSqlServer server, FaultCluster cluster, string name)
    {
        // A database with sessions is no template.
        NpgsqlConnection.ClearAllPools();
        var original = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Database;
        await ExecuteAsync(server.ConnectionString, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{original}'");
        await ExecuteAsync(server.ConnectionString, $"create database {name} template {original}");
        return new DamagedStore(server, name);
    }

    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    public async ValueTask DisposeAsync() => await _server.DropDatabaseAsync(_name);

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
