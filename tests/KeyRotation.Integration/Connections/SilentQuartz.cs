using KeyRotation.Storage.Databases;
using KeyRotation.Testing;
using Npgsql;

namespace KeyRotation.Integration.Connections;

/// <summary>
/// A process that is stopped in the middle of a transaction of Quartz's holds the row that all firings of the cluster wait for. PostgreSQL
/// ends the transaction, as it ends ours (docs/cluster.md); else the whole cluster would stand still with that one process.
/// </summary>
public sealed class SilentQuartz
{
    [Test]
    public async Task Loses_the_lock_that_the_whole_cluster_waits_for()
    {
        await using var store = await TestStore.CreateAsync(DatabaseKind.PostgreSql);
        await store.ExecuteAsync("create schema keyrotation; create table keyrotation.qrtz_locks (lock_name text primary key); insert into keyrotation.qrtz_locks values ('TRIGGER_ACCESS')");
        var settings = new DatabaseSettings(DatabaseKind.PostgreSql, store.ConnectionString) { CommandTimeoutSeconds = 1 };
        await using var silent = new NpgsqlConnection(settings.ForQuartz());
        await silent.OpenAsync();
        await using var transaction = await silent.BeginTransactionAsync();
        await ExecuteAsync(silent);

        await using var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(settings.ForQuartz()) { CommandTimeout = 10 }.ConnectionString);
        await other.OpenAsync();

        Assert.That(() => ExecuteAsync(other), Throws.Nothing);
    }

    [Test]
    public void Keeps_the_options_that_the_connection_string_has()
    {
        var settings = new DatabaseSettings(DatabaseKind.PostgreSql, "Host=here;Options=-c jit=off") { CommandTimeoutSeconds = 7 };

        Assert.That(new NpgsqlConnectionStringBuilder(settings.ForQuartz()).Options, Is.EqualTo("-c jit=off -c idle_in_transaction_session_timeout=7000"));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select 1 from qrtz_locks where lock_name = 'TRIGGER_ACCESS' for update", connection);
        await command.ExecuteScalarAsync();
    }
}
