using KeyRotation.Custody;
using KeyRotation.Testing;
using Microsoft.Data.Sqlite;

namespace KeyRotation.Cluster.BadInput;

/// <summary>What people get wrong: one clear paragraph, the exit code of its kind, nothing changed, and never a stack trace.</summary>
[TestFixture]
public sealed class BadInput
{
    private const int Usage = 2;
    private const int NotReachable = 5;

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
    public async Task A_server_that_cannot_be_reached_is_named_without_its_password()
    {
        var (exitCode, output) = await RunAsync(Store("postgresql", "Host=127.0.0.1;Port=1;Username=app;Password=top-secret;Database=app"), "run");

        Assert.That(exitCode, Is.EqualTo(NotReachable), output);
        Assert.That(output, Does.Contain("app at 127.0.0.1:1").And.Not.Contain("top-secret"));
    }

    [Test]
    public async Task Every_mistake_in_the_configuration_is_said_at_once()
    {
        var environment = Store("oracle", "x");
        environment["KEY_ROTATION_MAINTENANCE_DURATION"] = "0";
        environment["KEY_ROTATION_MAX_CONCURRENT"] = "1000";
        environment["KeyRotation__Scheduler__Enbled"] = "true";

        var (exitCode, output) = await RunAsync(environment, "config", "validate");

        Assert.That(exitCode, Is.EqualTo(Usage));
        Assert.That(output, Does.Contain("KeyRotation__Store__Provider is 'oracle'").And.Contain("KEY_ROTATION_MAINTENANCE_DURATION is 0").And.Contain("KEY_ROTATION_MAX_CONCURRENT is 1000").And.Contain("Did you mean Enabled?"));
    }

    [Test]
    public async Task An_unknown_short_variable_stops_the_start_with_the_nearest_known_one()
    {
        var environment = new Dictionary<string, string> { ["KEY_ROTATION_MAX_CONCURENT"] = "1" };

        var (exitCode, output) = await RunAsync(environment, "run");

        Assert.That(exitCode, Is.EqualTo(Usage));
        Assert.That(output, Does.Contain("KEY_ROTATION_MAX_CONCURENT is not known. Did you mean KEY_ROTATION_MAX_CONCURRENT?"));
    }

    [Test]
    public async Task Another_key_encryption_key_is_refused_with_the_version_that_did_not_unwrap()
    {
        await MakeDemoAsync();
        File.Delete(_folder.File("kek"));
        FileKeyEncryptionKey.Create(_folder.File("kek"));

        var (exitCode, output) = await RunAsync([], "demo", "--once", "--rows", "10", "--data", _folder.Path);

        Assert.That(exitCode, Is.EqualTo(Usage), output);
        Assert.That(output, Does.Contain("token_encryption version 1 did not unwrap: it is wrapped by the key-encryption key file:"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_key_encryption_key_that_others_can_read_is_refused()
    {
        await MakeDemoAsync();
        File.SetUnixFileMode(_folder.File("kek"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var (exitCode, output) = await RunAsync([], "demo", "--once", "--rows", "10", "--data", _folder.Path);

        Assert.That(exitCode, Is.EqualTo(Usage), output);
        Assert.That(output, Does.Contain("can be reached by others than its owner (mode 604; expected 600 or 400)"));
    }

    [Test]
    public async Task A_lost_key_file_is_never_replaced_for_a_store_that_was_made_with_it()
    {
        await MakeDemoAsync();
        File.Delete(_folder.File("kek"));

        var (exitCode, output) = await RunAsync([], "demo", "--once", "--rows", "10", "--data", _folder.Path);

        Assert.That(exitCode, Is.EqualTo(Usage), output);
        Assert.That(File.Exists(_folder.File("kek")), Is.False);
    }

    [Test]
    public async Task A_schema_of_a_newer_version_is_refused()
    {
        await MakeDemoAsync();
        await ExecuteAsync("insert into keyrotation_schema_version (ScriptName, Applied) values ('9999_future.sql', '2030-01-01')");

        var (exitCode, output) = await RunAsync([], "demo", "--once", "--rows", "10", "--data", _folder.Path);

        Assert.That(exitCode, Is.EqualTo(Usage), output);
        Assert.That(output, Does.Contain("newer than this version of keyrotation: it has 9999_future.sql"));
    }

    [Test]
    public async Task A_target_that_does_not_exist_is_named_with_those_that_do()
    {
        await MakeDemoAsync();

        var (exitCode, output) = await RunAsync([], "adopt", "token_encryption", "nowhere", "--demo", _folder.Path);

        Assert.That(exitCode, Is.EqualTo(Usage), output);
        Assert.That(output, Does.Contain("token_encryption has no target nowhere. Its targets: oauth-tokens"));
    }

    [Test]
    public async Task An_option_that_is_not_known_is_refused_before_anything_is_done()
    {
        await MakeDemoAsync();

        var (exitCode, output) = await RunAsync([], "adopt", "token_encryption", "oauth-tokens", "--dryrun", "--demo", _folder.Path);

        Assert.That(exitCode, Is.EqualTo(Usage), output);
        Assert.That(output, Does.Contain("dryrun"));
    }

    [Test]
    public async Task A_misspelt_word_in_a_connection_string_is_told_as_such()
    {
        var (exitCode, output) = await RunAsync(Store("postgresql", "Host=127.0.0.1;Pasword=top-secret"), "run");

        Assert.That(exitCode, Is.EqualTo(Usage), output);
        Assert.That(output, Does.Contain("The connection string for PostgreSql is not understood").And.Not.Contain("top-secret"));
    }

    [Test]
    public async Task A_valid_configuration_says_what_was_read()
    {
        await File.WriteAllTextAsync(_folder.File("appsettings.json"), """{ "KeyRotation": { "Scheduler": { "Enabled": true } } }""");

        var (exitCode, read) = await RunAsync(new Dictionary<string, string> { ["KEY_ROTATION_MAX_CONCURRENT"] = "1" }, "config", "validate");
        File.Delete(_folder.File("appsettings.json"));
        var (_, nothing) = await RunAsync([], "config", "validate");

        Assert.That(exitCode, Is.Zero, read);
        Assert.That(read, Does.Contain("appsettings.json, environment variables."));
        Assert.That(nothing, Does.Contain("Read: nothing").And.Contain("an embedded one in ./keyrotation-data"));
    }

    [Test]
    public async Task A_store_file_that_is_not_there_is_no_matter_of_networks()
    {
        var (exitCode, output) = await RunAsync(Store("sqlite", "Data Source=/nowhere/store.db"), "audit", "verify");

        Assert.That(exitCode, Is.EqualTo(NotReachable), output);
        Assert.That(output, Does.Contain("/nowhere/store.db cannot be reached").And.Contain("its folder exists").And.Not.Contain("network"));
    }

    [Test]
    public async Task A_command_that_is_not_known_is_told_where_those_are_that_there_are()
    {
        var (exitCode, output) = await RunAsync([], "targets", "remove");

        Assert.That(exitCode, Is.EqualTo(Usage), output);
        Assert.That(output, Does.Contain("remove").And.Contain("keyrotation COMMAND --help"));
    }

    [Test]
    public async Task Registered_targets_are_listed_with_their_places()
    {
        await MakeDemoAsync();

        var (exitCode, output) = await RunAsync([], "targets", "list", "--demo", _folder.Path, "--output", "csv");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("oauth-tokens,token_encryption,").And.Contain(",yes"));
    }

    private async Task MakeDemoAsync()
    {
        var (exitCode, output) = await RunAsync([], "demo", "--once", "--rows", "10", "--data", _folder.Path);
        Assert.That(exitCode, Is.Zero, output);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        await using var process = NodeProcess.Start(_folder.Path, environment, arguments);
        var exitCode = await process.WaitForExitAsync();
        Assert.That(process.Output, Does.Not.Contain("   at "), "A stack trace is no message for people.");
        return (exitCode, process.Output);
    }

    private Dictionary<string, string> Store(string provider, string connectionString)
    {
        if (!File.Exists(_folder.File("kek")))
            FileKeyEncryptionKey.Create(_folder.File("kek"));
        Directory.CreateDirectory(_folder.File("escrow"));
        return new Dictionary<string, string>
        {
            ["KeyRotation__Store__Provider"] = provider,
            ["KeyRotation__Store__ConnectionString"] = connectionString,
            ["KeyRotation__KeyEncryptionKey__Path"] = _folder.File("kek"),
            ["KeyRotation__Escrow__Path"] = _folder.File("escrow"),
        };
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("keyrotation.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
