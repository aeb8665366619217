using KeyRotation.Testing;
using Microsoft.Data.Sqlite;

namespace KeyRotation.Cluster.Demo;

[TestFixture]
public sealed class DemoKilled
{
    private const int Rows = 40_000;

    private TestFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TestFolder();

    [TearDown]
    public void TearDown()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Test]
    public async Task Killed_in_the_middle_of_a_migration_it_goes_on_from_the_last_batch()
    {
        await using (var first = Start())
        {
            await first.WaitForLineAsync("Migrating, version 2");
            await Poll.UntilAsync(async () => await UnfinishedBatchesAsync() >= 3, DescribeAsync);
            await first.KillAsync();
        }
        var before = await RangesInHandAsync();
        Assume.That(before, Is.Not.Empty, "The kill came too late to test anything.");

        await using var second = Start();
        var exitCode = await second.WaitForExitAsync();

        Assert.That(exitCode, Is.Zero, second.Output);
        foreach (var (target, batch, rewritten) in before)
        {
            Assert.That(second.Output, Does.Contain($"Pass 0 over {target} goes on behind batch {batch},"), "It must not begin again.");
            Assert.That(rewritten, Is.GreaterThan(0));
        }
        // Each row was rewritten once: by the first process or by the second.
        Assert.That(await ScalarAsync("select group_concat(distinct rows_rewritten) from keyrotation_migration_range where pass = 0"), Is.EqualTo($"{Rows}"));
    }

    [Test]
    public async Task Killed_again_and_again_at_any_moment_it_ends_with_every_row_right()
    {
        // The moments are spread over the run, seeding included; their exact place does not matter, so no seed is needed.
        foreach (var milliseconds in new[] { 300, 700, 1100, 1600, 2100, 2600, 3200, 3800 })
        {
            await using var killed = Start();
            await Task.WhenAny(killed.WaitForExitAsync(), Task.Delay(milliseconds));
            await killed.KillAsync();
        }

        await using var last = Start();

        Assert.That(await last.WaitForExitAsync(), Is.Zero, last.Output);
        Assert.That(last.Output, Does.Not.Contain(" NO "));
        await using var verify = NodeProcess.Start(_folder.Path, new Dictionary<string, string>(), "audit", "verify", "--demo", _folder.Path);
        Assert.That(await verify.WaitForExitAsync(), Is.Zero, verify.Output);
    }

    [Test]
    public async Task A_second_process_on_the_same_file_is_refused()
    {
        await using var first = Start();
        await first.WaitForLineAsync("database_encryption: Propagating -> Completed");

        await using var second = Start();

        Assert.That(await second.WaitForExitAsync(), Is.EqualTo(2), second.Output);
        Assert.That(second.Output, Does.Contain("is in use by another keyrotation process"));
        Assert.That(await first.WaitForExitAsync(), Is.Zero, first.Output);
    }

    [Test]
    public async Task A_second_run_finds_that_nothing_is_due()
    {
        await using (var first = Start(rows: 500))
            Assert.That(await first.WaitForExitAsync(), Is.Zero, first.Output);

        await using var second = Start(rows: 500);

        Assert.That(await second.WaitForExitAsync(), Is.Zero, second.Output);
        Assert.That(second.Output, Does.Contain("Nothing is due."));
    }

    private NodeProcess Start(int rows = Rows) => NodeProcess.Start(
        _folder.Path, new Dictionary<string, string>(), "demo", "--once", "--verbose", "--rows", $"{rows}", "--data", _folder.Path);

    private async Task<long> UnfinishedBatchesAsync() =>
        long.Parse(await ScalarAsync("select coalesce(max(batch_number), 0) from keyrotation_migration_range where finished_at is null"), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<(string Target, long Batch, long Rewritten)>> RangesInHandAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("keyrotation.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select target, batch_number, rows_rewritten from keyrotation_migration_range where finished_at is null and batch_number > 0";
        await using var reader = await command.ExecuteReaderAsync();
        var ranges = new List<(string, long, long)>();
        while (await reader.ReadAsync())
            ranges.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        return ranges;
    }

    private async Task<string> ScalarAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("keyrotation.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return $"{await command.ExecuteScalarAsync()}";
    }

    private Task<string> DescribeAsync() => ScalarAsync("select group_concat(target || ' pass ' || pass || ' batch ' || batch_number, ', ') from keyrotation_migration_range");
}
