using System.Data.Common;
using Npgsql;

namespace KeyRotation.Checker;

/// <summary>Rows of one snapshot, one after the other.</summary>
internal sealed class SnapshotReader(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    public async Task<IReadOnlyList<T>> ListAsync<T>(string query, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        await ForEachAsync(query, row => rows.Add(read(row)));
        return rows;
    }

    public async Task ForEachAsync(string query, Action<DbDataReader> take)
    {
        await using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 120 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            take(reader);
    }

    /// <summary>Whether there is such a table or view.</summary>
    public async Task<bool> HasAsync(string table) => (await ListAsync($"select to_regclass('{table}') is not null", row => row.GetBoolean(0)))[0];
}
