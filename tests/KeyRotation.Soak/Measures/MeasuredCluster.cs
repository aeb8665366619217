using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using KeyRotation.Custody;
using KeyRotation.Soak.Cluster;
using KeyRotation.Testing;
using Npgsql;

namespace KeyRotation.Soak.Measures;

/// <summary>Nodes on a PostgreSQL server of their own, with one table for each of two key types, and nothing that disturbs them.</summary>
internal sealed class MeasuredCluster : IAsyncDisposable
{
    /// <summary>The first is the sample application's.</summary>
    private static readonly (string KeyType, string Target, string Table, string Column)[] Tables =
    [
        ("token_encryption", "oauth-tokens", "app.oauth_tokens", "access_token"),
        ("database_encryption", "secrets", "app.secrets", "secret"),
    ];

    private readonly TestFolder _folder = new();
    private readonly NpgsqlDataSource _database;
    private readonly MeasuredSettings _settings;
    private readonly List<NodeProcess> _processes = [];
    private readonly HttpClient _api = new();
    private readonly string _connectionString;

    private MeasuredCluster(string connectionString, MeasuredSettings settings)
    {
        _connectionString = connectionString;
        _settings = settings;
        _database = NpgsqlDataSource.Create(connectionString);
        _api.BaseAddress = new Uri($"http://127.0.0.1:{FreePorts.Take()}/api/v1/key-rotation/");
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ProcessFolder.OfficerToken);
    }

    /// <summary>Migrated, each table full and adopted; no node runs yet.</summary>
    public static async Task<MeasuredCluster> CreateAsync(PostgreSqlServer server, MeasuredSettings settings)
    {
        var cluster = new MeasuredCluster(await server.CreateDatabaseAsync($"measure_{Guid.NewGuid():N}"), settings);
        FileKeyEncryptionKey.Create(cluster._folder.File("kek"));
        Directory.CreateDirectory(cluster._folder.File("escrow"));
        await File.WriteAllTextAsync(cluster._folder.File("appsettings.json"), cluster.Configuration());
        await cluster.ExecuteAsync("create schema app");
        foreach (var (_, _, table, column) in Tables)
            await cluster.ExecuteAsync(
                $"create table {table} (id bigint primary key, {column} text not null); insert into {table} select g, 'ya29.token-' || g from generate_series(1, {settings.Rows}) g; analyze {table}");
        await cluster.RunAsync("db", "migrate");
        foreach (var (keyType, target, _, _) in Tables)
            await cluster.RunAsync("adopt", keyType, target);
        return cluster;
    }

    /// <summary>Starts a node, and waits until its scheduler is there.</summary>
    public async Task<NodeProcess> StartAsync(string role)
    {
        var node = NodeProcess.Start(_folder.Path, new Dictionary<string, string>(), "run", "--roles", role);
        _processes.Add(node);
        if (role == "worker")
            await node.WaitForLineAsync("Schedules seeded");
        else
            await UntilAsync(AnswersAsync);
        return node;
    }

    /// <summary>An application that holds the keys and answers to each change of them.</summary>
    public async Task StartApplicationAsync()
    {
        var application = NodeProcess.StartAssembly("KeyRotation.SampleApplication.dll", _folder.Path, new Dictionary<string, string>());
        _processes.Add(application);
        await application.WaitForLineAsync("started");
    }

    /// <summary>By the API, as an officer does it.</summary>
    /// <returns>The rotation that was opened.</returns>
    public async Task<Guid> EmergencyAsync(string keyType)
    {
        using var answer = await _api.PostAsJsonAsync("emergency-rotation", new { key_type = keyType, reason = "security_breach", pause_routine = false });
        answer.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("rotation_id").GetGuid();
    }

    /// <summary>Changes a thing by the API.</summary>
    public async Task PatchAsync(string path, object change)
    {
        using var answer = await _api.PatchAsJsonAsync(path, change);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Asks the API, and reads the answer to its end.</summary>
    public async Task<bool> TryGetAsync(string path)
    {
        using var answer = await _api.GetAsync(path);
        await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Makes the key type due, and so late that it does not wait for the window.</summary>
    public Task AgeAsync(string keyType) => ExecuteAsync($"update keyrotation.key_version set activated_at = clock_timestamp() - interval '400 days' where key_type = '{keyType}' and state = 'active'");

    /// <summary>Batches that were committed of a rotation, by one process or by all.</summary>
    public Task<long> BatchesAsync(Guid rotation, string holders = "%") =>
        ScalarAsync<long>($"select coalesce(sum(batch_number), 0)::bigint from keyrotation.migration_range where work_id = '{rotation}' and pass = 0 and holder like '{holders}'");

    public Task WaitForEndAsync(Guid rotation) => UntilAsync(async () => await ScalarAsync<long>($"select count(*) from keyrotation.rotation where rotation_id = '{rotation}' and ended_at is not null") == 1);

    /// <summary>Looks every few milliseconds: the figure is to be the product's, not the poll's.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!await holds())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"In vain.{Environment.NewLine}{string.Join(Environment.NewLine, _processes.Select(process => FaultCluster.Tail(process.Output, 30)))}");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        _api.Dispose();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _api.GetAsync("scheduler/status");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private async Task RunAsync(params string[] arguments)
    {
        await using var command = NodeProcess.Start(_folder.Path, new Dictionary<string, string>(), arguments);
        if (await command.WaitForExitAsync() != 0)
            throw new InvalidOperationException($"{string.Join(' ', arguments)}{Environment.NewLine}{command.Output}");
    }

    private string Configuration() => JsonSerializer.Serialize(new
    {
        KeyRotation = new
        {
            Store = _settings.Store(_connectionString),
            KeyEncryptionKey = new { Provider = "file", Path = _folder.File("kek") },
            Escrow = new { Provider = "directory", Path = _folder.File("escrow") },
            Migration = new { _settings.BatchSize, _settings.RowsPerRange },
            Api = ProcessFolder.Api(_api.BaseAddress!.GetLeftPart(UriPartial.Authority)),
            KeyTypes = Tables.ToDictionary(table => table.KeyType, table => new
            {
                Targets = new[] { new { Name = table.Target, table.Table, KeyColumns = new[] { "id" }, Columns = new[] { new { Name = table.Column, Encoding = "text" } } } },
            }),
        },
        Application = new { RowsPerSecond = 1 },
    });
}
