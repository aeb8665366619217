using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using Npgsql;

namespace KeyRotation.Integration.Databases;

/// <summary>Who migrates the schema beside somebody else waits his turn, for longer than any statement may take.</summary>
public sealed class SchemaTurn() : StoreFixture(DatabaseKind.PostgreSql)
{
    [Test]
    public async Task The_second_one_goes_on_when_the_first_is_done()
    {
        await using var other = new NpgsqlConnection(Store.ConnectionString);
        await other.OpenAsync();
        await RunAsync(other, "select pg_advisory_lock(hashtext('keyrotation schema'))");
        var second = Get<SchemaMigrator>().MigrateAsync(CancellationToken.None);

        // Longer than Store:CommandTimeoutSeconds of this fixture, by the database's clock.
        await RunAsync(other, $"select pg_sleep({Options.Store.CommandTimeoutSeconds + 1})");
        var waited = !second.IsCompleted;
        await RunAsync(other, "select pg_advisory_unlock(hashtext('keyrotation schema'))");

        Assert.That(await second, Is.Empty);
        Assert.That(waited, Is.True);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
