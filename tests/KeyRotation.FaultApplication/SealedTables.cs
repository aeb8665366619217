using KeyRotation.Client;
using Npgsql;

namespace KeyRotation.FaultApplication;

/// <summary>The application's tables, each with its key.</summary>
public sealed class SealedTables : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;

    public SealedTables(ApplicationSettings settings, string connectionString, ApplicationKeys keys)
    {
        _database = NpgsqlDataSource.Create(connectionString);
        All = [.. settings.Tables.Select(table => new SealedTable(table, _database, keys.Of(table.KeyType)))];
    }

    public IReadOnlyList<SealedTable> All { get; }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
