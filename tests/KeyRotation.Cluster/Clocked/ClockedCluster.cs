using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Custody;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Clocked;

/// <summary>
/// Processes on PostgreSQL whose policy clock a test moves. Each key type that stores data has a small table; claims and leases
/// are on the database's clock and go on.
/// </summary>
public sealed class ClockedCluster : IAsyncDisposable
{
    public const string Officer = "officer-token-for-tests-only";

    private static readonly string[] KeyTypesWithRows = ["token_encryption", "database_encryption", "file_encryption", "session_encryption"];

    private readonly TestFolder _folder = new();
    private readonly List<NodeProcess> _nodes = [];
    private readonly JsonObject _configuration;

    private ClockedCluster(TestStore store)
    {
        Store = store;
        _configuration = Configuration();
    }

    public TestStore Store { get; }

    public string EscrowFolder => _folder.File("escrow");

    /// <summary>Policy time as it stands.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddSeconds(long.Parse(File.ReadAllText(_folder.File("clock")), CultureInfo.InvariantCulture));

    /// <param name="now">Policy time to begin with.</param>
    /// <param name="configure">Changes the configuration.</param>
    public static async Task<ClockedCluster> CreateAsync(string now, Action<JsonObject>? configure = null)
    {
        var cluster = new ClockedCluster(await TestStore.CreateAsync(DatabaseKind.PostgreSql));
        await cluster.Store.ExecuteAsync("create schema app");
        foreach (var keyType in KeyTypesWithRows)
            await cluster.Store.ExecuteAsync($"create table app.{keyType} (id bigint primary key, secret text not null)");
        FileKeyEncryptionKey.Create(cluster._folder.File("kek"));
        Directory.CreateDirectory(cluster.EscrowFolder);
        cluster.MoveTo(now);
        cluster.Configure(configure ?? (_ => { }));
        await cluster.RunAsync("db", "migrate");
        return cluster;
    }

    /// <summary>For the processes that start from now on.</summary>
    public void Configure(Action<JsonObject> change)
    {
        change(_configuration["KeyRotation"]!.AsObject());
        File.WriteAllText(_folder.File("appsettings.json"), _configuration.ToJsonString());
    }

    /// <summary>Moves policy time of all processes, those that run included.</summary>
    public void MoveTo(string moment)
    {
        var offset = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - TimeProvider.System.GetUtcNow();
        Write("clock", (long)Math.Ceiling(offset.TotalSeconds));
    }

    /// <summary>Puts the machine's clock of the skewed workers so many seconds ahead of the database's.</summary>
    public void SkewMachine(long seconds) => Write("machine-clock", seconds);

    /// <summary>One whose machine's clock a test moves as well.</summary>
    public NodeProcess StartSkewedWorker() => Start(new Dictionary<string, string> { ["KEYROTATION_TEST_MACHINE_CLOCK"] = _folder.File("machine-clock") }, "worker");

    public void MoveBy(TimeSpan time) => MoveTo((Now + time).ToString("O", CultureInfo.InvariantCulture));

    public NodeProcess StartWorker() => Start("worker");

    /// <summary>One at which something fails (docs/cluster.md, "Failpoints").</summary>
    public NodeProcess StartWorker(string failpoints) => Start(new Dictionary<string, string> { ["KEYROTATION_FAILPOINTS"] = failpoints }, "worker");

    /// <summary>A process that only serves the API, and a client of it with an administrator's token; ready when it returns.</summary>
    public async Task<(NodeProcess Process, HttpClient Client)> StartApiAsync()
    {
        var url = $"http://127.0.0.1:{FreePorts.Take()}";
        var process = Start("api", url);
        var client = new HttpClient { BaseAddress = new Uri($"{url}/api/v1/key-rotation/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Officer);
        await Poll.UntilAsync(async () => await IsReadyAsync(client), DescribeAsync);
        return (process, client);
    }

    /// <summary>Runs a command of the product to its end.</summary>
    public async Task RunAsync(params string[] arguments)
    {
        var node = NodeProcess.Start(_folder.Path, new Dictionary<string, string>(), arguments);
        _nodes.Add(node);
        Assert.That(await node.WaitForExitAsync(), Is.Zero, $"{string.Join(' ', arguments)}{Environment.NewLine}{node.Output}");
    }

    public async Task StopAsync(params NodeProcess[] nodes)
    {
        foreach (var exitCode in await Task.WhenAll(nodes.Select(node => node.TerminateAsync())))
            Assert.That(exitCode, Is.Zero, await DescribeAsync());
    }

    /// <summary>Fills the key type's table and seals it under its active version.</summary>
    public async Task AdoptAsync(string keyType, int rows)
    {
        await Store.ExecuteAsync($"insert into app.{keyType} (id, secret) select g, 'secret ' || g from generate_series(1, {rows}) g");
        await RunAsync("adopt", keyType, keyType);
    }

    /// <summary>Makes the key type's active version so many days old.</summary>
    public Task AgeAsync(string keyType, double days) => Store.ExecuteAsync(
        $"update keyrotation.key_version set activated_at = '{Now.AddDays(-days).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}+00' where key_type = '{keyType}' and state = 'active'");

    public Task<long> CountAsync(string from) => Store.ScalarAsync<long>($"select count(*) from {from}");

    /// <summary>Waits until so many rows are there.</summary>
    public Task UntilAsync(string from, long count = 1, int seconds = 60) => Poll.UntilAsync(async () => await CountAsync(from) == count, DescribeAsync, seconds);

    /// <summary>Waits until every built-in key type has an active version.</summary>
    public Task UntilKeysAreThereAsync() => UntilAsync("keyrotation.rotation where state = 'completed'", 5, seconds: 30);

    /// <summary>What the database holds and the processes said, for a test that waited in vain.</summary>
    public async Task<string> DescribeAsync()
    {
        string[] queries =
        [
            "select rotation_id, key_type, state, outcome, trigger_name, priority, hold, hold_until, scheduled_at, started_at, ended_at, attempts, next_attempt_at, last_error from keyrotation.rotation order by scheduled_at",
            "select key_type, version, state, activated_at from keyrotation.key_version order by key_type, version",
            "select work_id, target, pass, batch_number, rows_read, rows_rewritten, rows_quarantined, finished_at from keyrotation.migration_range",
            "select name, holder, epoch, expires_at, clock_timestamp() from keyrotation.claim",
            "select scope, reason, paused_by, paused_until from keyrotation.pause",
            "select request_id, kind, key_type, taken_at, outcome, detail from keyrotation.request",
            "select trigger_name, trigger_state, next_fire_time from keyrotation.qrtz_triggers order by trigger_name",
        ];
        var text = new StringBuilder($"Policy time {Now:O}").AppendLine();
        foreach (var query in queries)
            foreach (var row in await Store.QueryAsync(query))
                text.AppendJoin(" | ", row).AppendLine();
        return text.AppendJoin(Environment.NewLine, _nodes.Select(node => $"--- {node.Id}{Environment.NewLine}{node.Output}")).ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>In one piece, for processes that read it meanwhile.</summary>
    private void Write(string file, long seconds)
    {
        File.WriteAllText(_folder.File($"{file}.next"), seconds.ToString(CultureInfo.InvariantCulture));
        File.Move(_folder.File($"{file}.next"), _folder.File(file), overwrite: true);
    }

    private NodeProcess Start(params string[] arguments) => Start([], arguments);

    private NodeProcess Start(Dictionary<string, string> environment, params string[] arguments)
    {
        environment["KEYROTATION_TEST_CLOCK"] = _folder.File("clock");
        var node = NodeProcess.StartAssembly("KeyRotation.ClockedNode.dll", _folder.Path, environment, arguments);
        _nodes.Add(node);
        return node;
    }

    private JsonObject Configuration() => JsonSerializer.SerializeToNode(new
    {
        KeyRotation = new
        {
            Store = new { Store.Provider, Store.ConnectionString, ClaimSeconds = 6, CommandTimeoutSeconds = 5, ConsumerLeaseSeconds = 6 },
            KeyEncryptionKey = new { Provider = "file", Path = _folder.File("kek") },
            Escrow = new { Provider = "directory", Path = EscrowFolder },
            Api = new { Tokens = new[] { new { Name = "olga", Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Officer))), Roles = new[] { "admin" } } } },
            KeyTypes = KeyTypesWithRows.ToDictionary(keyType => keyType, keyType => new
            {
                Targets = new[] { new { Name = keyType, Table = $"app.{keyType}", KeyColumns = new[] { "id" }, Columns = new[] { new { Name = "secret", Encoding = "text" } } } },
            }),
            Scheduler = new { },
            Quartz = new Dictionary<string, string>
            {
                // Also how often it looks for firings that a moved clock has made late.
                ["quartz.jobStore.misfireThreshold"] = "2000",
                ["quartz.jobStore.clusterCheckinInterval"] = "2000",
            },
        },
    })!.AsObject();
}
