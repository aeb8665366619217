using System.Text.Json.Nodes;
using KeyRotation.Incidents;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Incidents;

/// <summary>Rows of the control store as they stand, each an object of its columns.</summary>
internal sealed class TablePart(ControlStore store, string name, IReadOnlyList<(string Table, Statement Rows)> tables) : IForensicPart
{
    public string Name => name;

    public async Task<JsonNode> ReadAsync(CancellationToken cancellationToken)
    {
        if (tables is [var only])
            return await ReadAsync(only.Rows, cancellationToken).ConfigureAwait(false);
        var found = new JsonObject();
        foreach (var (table, rows) in tables)
            found[table] = await ReadAsync(rows, cancellationToken).ConfigureAwait(false);
        return found;
    }

    private Task<JsonArray> ReadAsync(Statement rows, CancellationToken cancellationToken) => store.Database.ReadAsync(async session =>
    {
        var found = await session.QueryAsync<object>(rows, new { most = ForensicTables.MostRows }).ConfigureAwait(false);
        return new JsonArray([.. found.Cast<IDictionary<string, object?>>().Select(ObjectOf)]);
    }, cancellationToken);

    private static JsonNode ObjectOf(IDictionary<string, object?> row)
    {
        var columns = new JsonObject();
        foreach (var (column, value) in row)
            columns[column.ToLowerInvariant()] = ForensicValue.Of(value);
        return columns;
    }
}
