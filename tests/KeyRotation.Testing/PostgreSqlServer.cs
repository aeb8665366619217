using System.Diagnostics;
using Npgsql;

namespace KeyRotation.Testing;

/// <summary>
/// A PostgreSQL server for the tests: the one that KEYROTATION_TEST_POSTGRESQL names, else a throw-away cluster made with the
/// installed server's binaries on a free loopback port, as a non-root user where the tests run as root.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    public const string Variable = "KEYROTATION_TEST_POSTGRESQL";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string? _folder;
    private readonly string? _binaries;

    private PostgreSqlServer(string connectionString, string? folder, string? binaries)
    {
        ConnectionString = connectionString;
        _folder = folder;
        _binaries = binaries;
    }

    /// <summary>With the right to create databases.</summary>
    public string ConnectionString { get; }

    /// <summary>Null where neither a server nor its binaries can be had; the caller reports the tests as skipped by name.</summary>
    public static async Task<PostgreSqlServer?> StartAsync() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured ? new PostgreSqlServer(configured, null, null) : await StartOwnAsync();

    /// <summary>One that a test may stop and start as it likes; null where the binaries cannot be had.</summary>
    public static async Task<PostgreSqlServer?> StartOwnAsync()
    {
        if (FindBinaries() is not { } binaries)
            return null;
        var folder = Path.Combine(Path.GetTempPath(), $"keyrotation-postgresql-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        if (IsRoot)
            await RunAsync("chown", ["postgres", folder]);
        var port = FreePorts.Take();
        await RunAsUserAsync(binaries, "initdb", "-D", Data(folder), "-A", "trust", "-U", "keyrotation", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        var server = new PostgreSqlServer($"Host=127.0.0.1;Port={port};Username=keyrotation;Database=postgres", folder, binaries);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Ends the server as a crash does: no session is waited for, nothing is written that was not. Only a server of one's own.</summary>
    public Task StopImmediatelyAsync() => RunAsUserAsync(_binaries!, "pg_ctl", "-D", Data(_folder!), "-m", "immediate", "-w", "stop");

    /// <summary>Starts it where it was; it recovers first.</summary>
    public Task StartAgainAsync() => RunAsUserAsync(_binaries!, "pg_ctl", "-D", Data(_folder!), "-l", Path.Combine(_folder!, "log"), "-w", "-t", "60", "-o",
        $"-p {new NpgsqlConnectionStringBuilder(ConnectionString).Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c max_connections=300 -c fsync=off", "start");

    /// <summary>An empty database of this name.</summary>
    public Task<string> CreateDatabaseAsync(string name) => CreateDatabaseAsync(name, $"create database \"{name}\"");

    /// <summary>
    /// A database of this name with everything that is in another. The login has the name of the product's schema: what a test makes without
    /// naming one is its own all the same.
    /// </summary>
    public Task<string> CopyDatabaseAsync(string original, string name) =>
        CreateDatabaseAsync(name, $"create database \"{name}\" template \"{original}\"", $"alter database \"{name}\" set search_path = public");

    public async Task DropDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"drop database if exists \"{name}\" with (force)", connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is null)
            return;
        NpgsqlConnection.ClearAllPools();
        await StopImmediatelyAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> CreateDatabaseAsync(string name, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.UserName == "root";

    private static string Data(string folder) => Path.Combine(folder, "data");

    private static string? FindBinaries()
    {
        var versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(folder => Path.Combine(folder, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return versions.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static Task RunAsUserAsync(string binaries, string program, params string[] arguments) =>
        IsRoot
            ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(binaries, program), .. arguments])
            : RunAsync(Path.Combine(binaries, program), arguments);

    // Output goes nowhere: a server started by pg_ctl keeps the pipes open, and a reader would wait for it for ever.
    private static async Task RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("sh") { ArgumentList = { "-c", "cd / && exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program } };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(StartTimeout);
        await process.WaitForExitAsync(timeout.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"`{program} {string.Join(' ', arguments)}` ended with {process.ExitCode}.");
    }
}
