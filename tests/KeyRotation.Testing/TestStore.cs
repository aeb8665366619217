using System.Data.Common;
using KeyRotation.Storage.Databases;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KeyRotation.Testing;

/// <summary>An empty database of one kind, for one test, and plain SQL beside the product's.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly Func<Task> _drop;

    private TestStore(DatabaseKind kind, string connectionString, Func<Task> drop)
    {
        Kind = kind;
        ConnectionString = connectionString;
        _drop = drop;
    }

    public DatabaseKind Kind { get; }

    public string ConnectionString { get; }

    public string Provider => Kind.ToString().ToLowerInvariant();

    /// <summary>`keyrotation.` or `keyrotation_`.</summary>
    public string Schema => Kind == DatabaseKind.Sqlite ? "keyrotation_" : "keyrotation.";

    public static async Task<TestStore> CreateAsync(DatabaseKind kind)
    {
        var name = $"keyrotation_test_{Guid.NewGuid():N}";
        switch (kind)
        {
            case DatabaseKind.Sqlite:
                var file = Path.Combine(Path.GetTempPath(), $"{name}.db");
                return new TestStore(kind, $"Data Source={file}", () => DeleteFiles(file));
            case DatabaseKind.PostgreSql:
                var server = await TestServers.PostgreSqlAsync();
                return new TestStore(kind, await server.CreateDatabaseAsync(name), () => server.DropDatabaseAsync(name));
            case DatabaseKind.SqlServer:
                return await SqlServerDatabase(TestServers.SqlServer(), name);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    /// <summary>Another one with everything that is in this one, to which nobody is connected.</summary>
    public async Task<TestStore> CopyAsync()
    {
        var name = $"keyrotation_test_{Guid.NewGuid():N}";
        switch (Kind)
        {
            case DatabaseKind.Sqlite:
                var file = Path.Combine(Path.GetTempPath(), $"{name}.db");
                File.Copy(new SqliteConnectionStringBuilder(ConnectionString).DataSource, file);
                return new TestStore(Kind, $"Data Source={file}", () => DeleteFiles(file));
            case DatabaseKind.PostgreSql:
                var server = await TestServers.PostgreSqlAsync();
                var original = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;
                return new TestStore(Kind, await server.CopyDatabaseAsync(original, name), () => server.DropDatabaseAsync(name));
            default:
                throw new NotSupportedException($"{Kind} has no cheap copy.");
        }
    }

    /// <summary>One that somebody else made and drops.</summary>
    public static TestStore Of(DatabaseKind kind, string connectionString) => new(kind, connectionString, () => Task.CompletedTask);

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var value = await command.ExecuteScalarAsync();
        return value is T typed ? typed : (T)Convert.ChangeType(value!, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<IReadOnlyList<object?[]>> QueryAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }
        return rows;
    }

    /// <summary>The names of a query's columns.</summary>
    public async Task<IReadOnlyList<string>> ColumnsAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        await _drop();
    }

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = Kind switch
        {
            DatabaseKind.Sqlite => new SqliteConnection(ConnectionString),
            DatabaseKind.PostgreSql => new NpgsqlConnection(ConnectionString),
            _ => new SqlConnection(ConnectionString),
        };
        await connection.OpenAsync();
        return connection;
    }

    private static Task DeleteFiles(string file)
    {
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileName(file)}*"))
            File.Delete(path);
        return Task.CompletedTask;
    }

    private static async Task<TestStore> SqlServerDatabase(string server, string name)
    {
        await using (var connection = new SqlConnection(server))
        {
            await connection.OpenAsync();
            await using var create = new SqlCommand($"create database [{name}]", connection);
            await create.ExecuteNonQueryAsync();
        }
        var own = new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
        return new TestStore(DatabaseKind.SqlServer, own, async () =>
        {
            SqlConnection.ClearAllPools();
            await using var connection = new SqlConnection(server);
            await connection.OpenAsync();
            await DropSqlServerDatabase(connection, name);
        });
    }

    // The server ends the sessions of closed connections a moment later, and until then refuses.
    private static async Task DropSqlServerDatabase(SqlConnection connection, string name)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                await using var drop = new SqlCommand($"drop database [{name}]", connection);
                await drop.ExecuteNonQueryAsync();
                return;
            }
            catch (SqlException) when (attempt < 50)
            {
                await Task.Delay(100);
            }
    }
}
