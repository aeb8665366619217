using System.Data.Common;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>
/// Whether the node's login may write what it is to migrate: asked at the start, because a rotation would find out when its new version
/// is active already.
/// </summary>
internal static class TargetRights
{
    /// <returns>Null when it may.</returns>
    public static async Task<string?> ProblemOfAsync(Database database, TargetDefinition target, CancellationToken cancellationToken)
    {
        // Rights are checked though no row is hit; the embedded database has none.
        if (database.Kind == DatabaseKind.Sqlite)
            return null;
        var columns = target.Columns.Select(column => database.Dialect.Quote(column.Name)).ToArray();
        var touch = new Statement($"update {database.Dialect.QuoteTable(target.Table)} set {string.Join(", ", columns.Select(column => $"{column} = {column}"))} where 1 = 0");
        try
        {
            await database.InTransactionAsync(session => session.ExecuteAsync(touch), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DbException refused) when (!database.Dialect.IsTransient(refused))
        {
            return $"Target {target.Name}: the node's login may not update {target.Table} in {database.DisplayName}: {refused.Message} Grant it SELECT and UPDATE on the table, and USAGE on its schema on PostgreSQL.";
        }
    }
}
