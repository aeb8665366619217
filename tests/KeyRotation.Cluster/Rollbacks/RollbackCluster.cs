using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KeyRotation.Client;
using KeyRotation.Custody;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Rollbacks;

/// <summary>One node, worker and API, on a store with a table of sealed tokens; its rotation to version 2 fails, and is rolled back.</summary>
public sealed class RollbackCluster : IAsyncDisposable
{
    public const string KeyType = "token_encryption";

    /// <summary>This row does not open: it has another row's ciphertext, under version 1.</summary>
    public const int BrokenRow = 7;

    private const string Token = "officer-token-for-tests-only";

    private readonly TestFolder _folder = new();
    private readonly List<IAsyncDisposable> _processes = [];
    private readonly string _url = $"http://127.0.0.1:{FreePorts.Take()}";
    private readonly HttpClient _api;

    private RollbackCluster(TestStore store, int rows)
    {
        Store = store;
        Rows = rows;
        _api = new HttpClient { BaseAddress = new Uri($"{_url}/api/v1/key-rotation/") };
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public TestStore Store { get; }

    public int Rows { get; }

    public string Table => Store.Kind == DatabaseKind.Sqlite ? "oauth_tokens" : "app.oauth_tokens";

    /// <summary>Rows sealed under version 1; the process that did so is gone.</summary>
    public static async Task<RollbackCluster> CreateAsync(DatabaseKind kind, int rows = 1000)
    {
        var cluster = new RollbackCluster(await TestStore.CreateAsync(kind), rows);
        if (kind != DatabaseKind.Sqlite)
            await cluster.Store.ExecuteAsync("create schema app");
        await cluster.Store.ExecuteAsync($"create table {cluster.Table} (id bigint not null primary key, access_token text not null)");
        await cluster.Store.ExecuteAsync($"with recursive n as (select 1 as g union all select g + 1 from n where g < {rows}) insert into {cluster.Table} (id, access_token) select g, 'ya29.token-' || g from n");
        FileKeyEncryptionKey.Create(cluster._folder.File("kek"));
        Directory.CreateDirectory(cluster._folder.File("escrow"));
        await File.WriteAllTextAsync(cluster._folder.File("appsettings.json"), cluster.Configuration());
        await cluster.RunAsync("db", "migrate");
        await cluster.RunAsync("adopt", KeyType, "oauth-tokens");
        return cluster;
    }

    /// <summary>Ready when it returns.</summary>
    /// <param name="failpoints">Where it fails; empty = nowhere.</param>
    public async Task<NodeProcess> StartAsync(string failpoints = "")
    {
        var node = NodeProcess.Start(_folder.Path, new Dictionary<string, string> { ["KEYROTATION_FAILPOINTS"] = failpoints }, "run");
        _processes.Add(node);
        await Poll.UntilAsync(IsReadyAsync, DescribeAsync);
        return node;
    }

    public ApplicationProcess StartApplication(params string[] arguments)
    {
        var application = ApplicationProcess.Start(_folder.Path, arguments);
        _processes.Add(application);
        return application;
    }

    /// <summary>Runs a command of the product, against the API where it goes through it.</summary>
    public async Task<(int ExitCode, string Output)> TryRunAsync(params string[] arguments)
    {
        var command = NodeProcess.Start(_folder.Path, new Dictionary<string, string> { ["KEYROTATION_URL"] = _url, ["KEYROTATION_TOKEN"] = Token }, arguments);
        _processes.Add(command);
        return (await command.WaitForExitAsync(), command.Output);
    }

    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await TryRunAsync(arguments);
        Assert.That(exitCode, Is.Zero, $"{string.Join(' ', arguments)}{Environment.NewLine}{output}");
        return output;
    }

    /// <summary>Schedules a rotation, which fails for the broken row when all else is under version 2.</summary>
    public async Task<string> FailWhileVerifyingAsync()
    {
        await Store.ExecuteAsync($"update {Table} set access_token = (select access_token from {Table} where id = {BrokenRow + 1}) where id = {BrokenRow}");
        var id = await ScheduleAsync();
        await UntilAsync($"{Store.Schema}rotation where rotation_id = '{id}' and state = 'failed' and failed_in = 'verifying'");
        return id;
    }

    /// <summary>Schedules a rotation that waits for a consumer which does not answer, and fails so.</summary>
    public async Task<string> FailBeforeActivationAsync()
    {
        await Store.ExecuteAsync($"insert into {Store.Schema}consumer (consumer_id, name, host, version, login, registered_at, lease_until) values ('{Guid.NewGuid():D}', 'silent', 'elsewhere', '1', 'app', '2026-01-01 00:00:00', '2999-01-01 00:00:00')");
        var id = await ScheduleAsync();
        await UntilAsync($"{Store.Schema}rotation where rotation_id = '{id}' and state = 'propagating' and hold = 'consumers'");
        await Store.ExecuteAsync($"update {Store.Schema}rotation set failed_in = state, state = 'failed', hold = null, last_error = 'nobody answered' where rotation_id = '{id}'");
        await Store.ExecuteAsync($"delete from {Store.Schema}consumer where name = 'silent'");
        return id;
    }

    /// <summary>Null: the node died before it answered.</summary>
    public async Task<HttpStatusCode?> TryRollBackAsync(string id)
    {
        try
        {
            using var answer = await _api.PostAsJsonAsync($"rotations/{id}/rollback", new { reason = "a terminal refuses the new key" });
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public Task<long> CountAsync(string from) => Store.ScalarAsync<long>($"select count(*) from {from}");

    public Task UntilAsync(string from) => Poll.UntilAsync(async () => await CountAsync(from) == 1, DescribeAsync, 90);

    /// <summary>Waits until every built-in key type has an active version, so that nothing else is activated from then on.</summary>
    public Task UntilKeysAreThereAsync() => Poll.UntilAsync(async () => await CountAsync($"{Store.Schema}key_version where state = 'active'") == 5, DescribeAsync, 60);

    public async Task<string> VersionsAsync() =>
        string.Join(", ", (await Store.QueryAsync($"select version, state from {Store.Schema}key_version where key_type = '{KeyType}' order by version")).Select(row => $"{row[0]} {row[1]}"));

    /// <summary>Makes a client of the test's own.</summary>
    public void Configure(ClientOptions options)
    {
        options.Name = "test";
        options.Store.Provider = Store.Provider;
        options.Store.ConnectionString = Store.ConnectionString;
        options.KeyEncryptionKey.Path = _folder.File("kek");
    }

    public async Task<string> DescribeAsync()
    {
        string[] queries =
        [
            $"select rotation_id, key_type, state, hold, hold_detail, failed_in, attempts, last_error from {Store.Schema}rotation",
            $"select key_type, version, state from {Store.Schema}key_version",
            $"select target, pass, kind, range_number, batch_number, rows_read, rows_rewritten, rows_quarantined, finished_at from {Store.Schema}migration_range",
            $"select name, holder, epoch, expires_at from {Store.Schema}claim",
        ];
        var text = new StringBuilder();
        foreach (var query in queries)
            foreach (var row in await Store.QueryAsync(query))
                text.AppendJoin(" | ", row).AppendLine();
        return text.AppendJoin(Environment.NewLine, _processes.OfType<NodeProcess>().Select(node => $"--- {node.Output}")).ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        _api.Dispose();
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<string> ScheduleAsync()
    {
        using var answer = await _api.PostAsJsonAsync("schedule", new { key_type = KeyType, reason = "a test", trigger = "compliance_requirement" });
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _api.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Configuration() => JsonSerializer.Serialize(new
    {
        KeyRotation = new
        {
            Store = new { Store.Provider, Store.ConnectionString, ClaimSeconds = 6, CommandTimeoutSeconds = 5, ConsumerLeaseSeconds = 6 },
            KeyEncryptionKey = new { Provider = "file", Path = _folder.File("kek") },
            Escrow = new { Provider = "directory", Path = _folder.File("escrow") },
            Migration = new { BatchSize = 100 },
            Api = new { Urls = _url, Tokens = new[] { new { Name = "olga", Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token))), Roles = new[] { "security_officer" } } } },
            KeyTypes = new Dictionary<string, object>
            {
                [KeyType] = new { Targets = new[] { new { Name = "oauth-tokens", Table, KeyColumns = new[] { "id" }, Columns = new[] { new { Name = "access_token", Encoding = "text" } } } } },
            },
            Quartz = new Dictionary<string, string>
            {
                ["quartz.jobStore.clusterCheckinInterval"] = "2000",
                ["quartz.jobStore.clusterCheckinMisfireThreshold"] = "3000",
            },
        },
    });
}
