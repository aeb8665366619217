using System.Text;
using KeyRotation.Client;
using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Targets;

/// <summary>One rotation over a table with a composite key, a binary and a nullable text column.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class MigrationContract(DatabaseKind kind) : StoreFixture(kind)
{
    private const int Rows = 137;

    private string BinaryLiteral(byte[] bytes) => Kind switch
    {
        DatabaseKind.PostgreSql => $"'\\x{Convert.ToHexString(bytes)}'",
        DatabaseKind.SqlServer => $"0x{Convert.ToHexString(bytes)}",
        _ => $"x'{Convert.ToHexString(bytes)}'",
    };

    protected override async Task CreateTargetsAsync()
    {
        var types = SqlTypes.Of(Kind);
        await Store.ExecuteAsync($"create table secrets (tenant {types.LongNumber} not null, name {types.Name} not null, secret {types.Bytes}, note {types.Text}, primary key (tenant, name))");
        Options.KeyTypes["token_encryption"] = new KeyTypeOptions
        {
            Targets =
            [
                new TargetOptions
                {
                    Name = "secrets", Table = "secrets", KeyColumns = ["tenant", "name"],
                    Columns = [new TargetColumnOptions { Name = "secret", Encoding = "binary" }, new TargetColumnOptions { Name = "note", Encoding = "text" }],
                },
            ],
        };
    }

    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton<ITargetTables>(provider => new InterceptedTargets(provider.GetRequiredService<TargetTables>()));

    private InterceptedTargets Interception => (InterceptedTargets)Get<ITargetTables>();

    [Test]
    public async Task Every_row_opens_under_the_new_version_with_its_old_plaintext()
    {
        await RotateAsync("token_encryption");
        await InsertAsync(Rows);

        var progress = await RotateAsync("token_encryption");

        Assert.That(((RotationProgress.Ended)progress).Rotation, Has.Property("State").EqualTo(RotationState.Completed).And.Property("Outcome").EqualTo(RotationOutcome.Success));
        await AssertAllOpenAsync(Rows, version: 2);
    }

    [Test]
    public async Task A_null_stays_null()
    {
        await RotateAsync("token_encryption");
        await InsertAsync(Rows);

        await RotateAsync("token_encryption");

        Assert.That(await Store.ScalarAsync<long>("select count(*) from secrets where note is null"), Is.EqualTo((Rows + 4) / 5));
    }

    [Test]
    public async Task What_an_application_wrote_between_reading_and_writing_back_is_kept_and_swept()
    {
        await RotateAsync("token_encryption");
        await InsertAsync(Rows);
        Interception.AfterRead = async () =>
        {
            Interception.AfterRead = () => Task.CompletedTask;
            await WriteAsync(0, "name-3", "written meanwhile");
        };

        var ended = (RotationProgress.Ended)await RotateAsync("token_encryption");

        var ranges = await Get<IMigrationStore>().ListRangesAsync(ended.Rotation.Id.Value, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(ended.Rotation.State, Is.EqualTo(RotationState.Completed));
            Assert.That(ranges.Select(range => (range.Pass, range.RowsRewritten, range.RowsSuperseded)), Is.EqualTo(new[] { (0, Rows - 1L, 1L), (1, 1L, 0L), (2, 0L, 0L) }));
        });
        Assert.That(await ReadAsync(0, "name-3"), Is.EqualTo("written meanwhile"));
    }

    [Test]
    public async Task A_ciphertext_that_does_not_open_is_left_as_it_is_and_the_rotation_fails_with_the_count()
    {
        await RotateAsync("token_encryption");
        await InsertAsync(Rows);
        var broken = Encoding.UTF8.GetBytes("no envelope at all");
        await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral(broken)} where name in ('name-7', 'name-90')");

        var ended = (RotationProgress.Ended)await RotateAsync("token_encryption");

        var quarantined = await Get<IMigrationStore>().ListQuarantinedAsync(ended.Rotation.Id.Value, 10, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(ended.Rotation.State, Is.EqualTo(RotationState.Failed));
            Assert.That(ended.Rotation.LastError, Does.Contain("2 ciphertexts do not open"));
            Assert.That(quarantined.Select(cell => (cell.Column, cell.Reason)), Is.All.EqualTo(("secret", "unknown_format")));
            Assert.That(quarantined, Has.Count.EqualTo(2));
        });
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from secrets where secret = {BinaryLiteral(broken)}"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_retry_after_repair_goes_on_and_completes()
    {
        await RotateAsync("token_encryption");
        await InsertAsync(Rows);
        await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral([1, 2, 3])} where name = 'name-7'");
        var failed = ((RotationProgress.Ended)await RotateAsync("token_encryption")).Rotation;
        await WriteAsync(7 % 3, "name-7", "plaintext 7");

        var retried = await Get<RotationRecovery>().RetryAsync(failed.Id, new RetryAdjustments(), "tester", CancellationToken.None);
        var ended = (RotationProgress.Ended)await Get<RotationService>().RunAsync("token_encryption", CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(retried.Value!.State, Is.EqualTo(RotationState.Verifying));
            Assert.That(ended.Rotation.Id, Is.EqualTo(failed.Id));
            Assert.That(ended.Rotation.State, Is.EqualTo(RotationState.Completed));
        });
        await AssertAllOpenAsync(Rows, version: 2);
    }

    [Test]
    public async Task Stopped_between_two_batches_it_goes_on_behind_the_last_one()
    {
        await RotateAsync("token_encryption");
        await InsertAsync(Rows);
        await Get<RotationRequests>().OpenAsync(new PlannedRotation("token_encryption", RotationTrigger.ComplianceRequirement, "a test"), "tester", true, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        Interception.AfterCommit = stop.Cancel;
        await Assert.CatchAsync<OperationCanceledException>(() => Get<RotationService>().RunAsync("token_encryption", stop.Token));
        Assert.That(await Store.ScalarAsync<long>($"select batch_number from {Store.Schema}migration_range where pass = 0"), Is.EqualTo(1));
        await RestartAsync();

        await Get<RotationService>().RunAsync("token_encryption", CancellationToken.None);

        Assert.That(await Store.ScalarAsync<long>($"select rows_rewritten from {Store.Schema}migration_range where pass = 0"), Is.EqualTo(Rows));
        await AssertAllOpenAsync(Rows, version: 2);
    }

    [Test]
    public async Task A_row_whose_context_changed_in_case_only_is_not_sealed_for_the_place_that_it_left()
    {
        await RotateAsync("token_encryption");
        await InsertAsync(Rows);
        Interception.AfterRead = async () =>
        {
            Interception.AfterRead = () => Task.CompletedTask;
            await Store.ExecuteAsync($"update secrets set name = 'NAME-3', secret = {BinaryLiteral(Seal("secret", 0, "NAME-3", "plaintext 3"))}, note = null where name = 'name-3'");
        };

        var ended = (RotationProgress.Ended)await RotateAsync("token_encryption");

        Assert.That(ended.Rotation.State, Is.EqualTo(RotationState.Completed), ended.Rotation.LastError);
        Assert.That(await ReadAsync(0, "NAME-3"), Is.EqualTo("plaintext 3"));
    }

    private async Task InsertAsync(int count)
    {
        for (var index = 0; index < count; index++)
        {
            var (tenant, name) = (index % 3, $"name-{index}");
            var secret = Seal("secret", tenant, name, $"plaintext {index}");
            var note = index % 5 == 0 ? "null" : $"'{EnvelopeText.Encode(Seal("note", tenant, name, $"note {index}"))}'";
            await Store.ExecuteAsync($"insert into secrets (tenant, name, secret, note) values ({tenant}, '{name}', {BinaryLiteral(secret)}, {note})");
        }
    }

    private Task<int> WriteAsync(long tenant, string name, string plaintext) =>
        Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral(Seal("secret", tenant, name, plaintext))} where name = '{name}'");

    private byte[] Seal(string column, long tenant, string name, string plaintext)
    {
        using var lease = Get<StoreKeyRings>().Borrow("token_encryption");
        return lease.Ring.Seal(Encoding.UTF8.GetBytes(plaintext), EncryptionContext.For("secrets", column, $"{tenant}", name));
    }

    private async Task<string> ReadAsync(long tenant, string name)
    {
        var rows = await Store.QueryAsync($"select secret, tenant from secrets where name = '{name}'");
        using var lease = Get<StoreKeyRings>().Borrow("token_encryption");
        var status = lease.Ring.TryOpen((byte[])rows[0][0]!, EncryptionContext.For("secrets", "secret", $"{tenant}", name), out var plaintext);
        Assert.That(status, Is.EqualTo(OpenStatus.Opened));
        return Encoding.UTF8.GetString(plaintext);
    }

    private async Task AssertAllOpenAsync(int count, int version)
    {
        var rows = await Store.QueryAsync("select tenant, name, secret, note from secrets");
        Assert.That(rows, Has.Count.EqualTo(count));
        using var lease = Get<StoreKeyRings>().Borrow("token_encryption");
        foreach (var row in rows)
        {
            var (tenant, name) = ($"{row[0]}", (string)row[1]!);
            var index = name["name-".Length..];
            AssertOpens(lease.Ring, (byte[])row[2]!, EncryptionContext.For("secrets", "secret", tenant, name), $"plaintext {index}", version);
            if (row[3] is string note && EnvelopeText.TryDecode(note, out var envelope))
                AssertOpens(lease.Ring, envelope, EncryptionContext.For("secrets", "note", tenant, name), $"note {index}", version);
        }
    }

    private static void AssertOpens(KeyRing ring, byte[] envelope, EncryptionContext context, string expected, int version)
    {
        Envelope.TryReadHeader(envelope, out var header);
        var status = ring.TryOpen(envelope, context, out var plaintext);
        Assert.That((status, header.KeyVersion, Encoding.UTF8.GetString(plaintext)), Is.EqualTo((OpenStatus.Opened, (uint)version, expected)));
    }
}
