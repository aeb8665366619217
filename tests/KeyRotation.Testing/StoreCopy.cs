using KeyRotation.Storage.Databases;

namespace KeyRotation.Testing;

/// <summary>
/// A copy of every row of the control store, Quartz's included, which can be put back as a restore does it: whole, past triggers and foreign
/// keys. Tables that hold ciphertext are not the store's, and stay as they are.
/// </summary>
public sealed class StoreCopy
{
    private readonly TestStore _store;
    private readonly IReadOnlyList<string> _tables;

    private StoreCopy(TestStore store, IReadOnlyList<string> tables) => (_store, _tables) = (store, tables);

    public static async Task<StoreCopy> TakeAsync(TestStore store)
    {
        var isSqlite = store.Kind == DatabaseKind.Sqlite;
        var tables = (await store.QueryAsync(isSqlite
            ? "select name from sqlite_master where type = 'table' and (name like 'keyrotation\\_%' escape '\\' or name like 'QRTZ\\_%' escape '\\')"
            : "select c.relname::text from pg_class c where c.relnamespace = 'keyrotation'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition"))
            .Select(row => (string)row[0]!).ToArray();
        if (!isSqlite)
            await store.ExecuteAsync("drop schema if exists copied cascade; create schema copied");
        // One statement each, one transaction: a copy of one moment.
        await store.ExecuteAsync(isSqlite
            ? $"begin; {string.Concat(tables.Select(table => $"create table copied_{table} as select * from {table}; "))} commit;"
            : $"begin isolation level repeatable read; {string.Concat(tables.Select(table => $"create table copied.{table} as table keyrotation.{table}; "))} commit;");
        return new StoreCopy(store, tables);
    }

    public async Task PutBackAsync()
    {
        if (_store.Kind == DatabaseKind.Sqlite)
            await PutBackIntoSqliteAsync();
        else
            await _store.ExecuteAsync($"begin; set local session_replication_role = replica; truncate {string.Join(", ", _tables.Select(table => $"keyrotation.{table}"))}; {string.Concat(_tables.Select(table => $"insert into keyrotation.{table} overriding system value select * from copied.{table}; "))} commit;");
    }

    private async Task PutBackIntoSqliteAsync()
    {
        var triggers = await _store.QueryAsync("select name, sql from sqlite_master where type = 'trigger'");
        await _store.ExecuteAsync(
            $"""
            pragma foreign_keys = off;
            begin immediate;
            {string.Join(Environment.NewLine, triggers.Select(trigger => $"drop trigger {trigger[0]};"))}
            {string.Join(Environment.NewLine, _tables.Select(table => $"delete from {table}; insert into {table} select * from copied_{table};"))}
            {string.Join(Environment.NewLine, triggers.Select(trigger => $"{trigger[1]};"))}
            commit;
            pragma foreign_keys = on;
            """);
    }
}
