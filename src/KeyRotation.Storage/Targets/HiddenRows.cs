using System.Data.Common;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>
/// Rows that a security policy hides from the node's login are in no answer, and no error says so: they would neither be migrated nor
/// counted. Where the database can be told to refuse such a read it is; elsewhere it is asked for policies.
/// </summary>
internal static class HiddenRows
{
    /// <exception cref="HiddenRowsException">The login may not see every row.</exception>
    public static async Task<T> ReadAsync<T>(Database database, TargetDefinition target, Func<Session, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAllRowsAsync(read, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException refused) when (database.Dialect.RefuseHiddenRows is not null && !database.Dialect.IsTransient(refused))
        {
            await RefuseAsync(database, target, refused, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="HiddenRowsException">The login may not see every row of the target, or of its history.</exception>
    public static async Task RefuseAsync(Database database, TargetDefinition target, Exception? refused, CancellationToken cancellationToken)
    {
        var inspector = TableInspector.For(database.Kind);
        foreach (var table in target.History is { } history ? new[] { target.Table, history.Table } : [target.Table])
            if (await inspector.RowFiltersOfAsync(database, table, cancellationToken).ConfigureAwait(false) is [var filter, ..])
                throw new HiddenRowsException($"Target {target.Name}: {Describe(table, filter, database.DisplayName)}", refused);
    }

    public static string Describe(string table, string filter, string database) =>
        $"{table} in {database} hides rows from the node's login, by {filter}. What it is not shown it would neither migrate nor count. On PostgreSQL give the login BYPASSRLS; on SQL Server, where nobody is exempt, drop the filter predicate of this table.";
}
