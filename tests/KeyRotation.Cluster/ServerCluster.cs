using System.Globalization;
using System.Text.Json;
using KeyRotation.Client;
using KeyRotation.Custody;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Cluster;

/// <summary>A server database with a plain table of 100,000 rows, made by plain SQL, and `keyrotation` processes on it.</summary>
public sealed class ServerCluster : IAsyncDisposable
{
    public const int Rows = 100_000;

    private readonly TestFolder _folder = new();
    private readonly List<NodeProcess> _nodes = [];
    private readonly List<ApplicationProcess> _applications = [];

    private ServerCluster(TestStore store) => Store = store;

    public TestStore Store { get; }

    public static async Task<ServerCluster> CreateAsync(DatabaseKind kind, int rowsPerRange = 25_000, int batchSize = 1000)
    {
        var cluster = new ServerCluster(await TestStore.CreateAsync(kind));
        foreach (var statement in Table(kind))
            await cluster.Store.ExecuteAsync(statement);
        FileKeyEncryptionKey.Create(cluster._folder.File("kek"));
        Directory.CreateDirectory(cluster._folder.File("escrow"));
        await File.WriteAllTextAsync(cluster._folder.File("appsettings.json"), cluster.Configuration(rowsPerRange, batchSize));
        await cluster.RunAsync("db", "migrate");
        return cluster;
    }

    /// <summary>Starts a node, or a command that goes on beside the test.</summary>
    public NodeProcess Start(params string[] arguments)
    {
        var node = NodeProcess.Start(_folder.Path, new Dictionary<string, string>(), arguments);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Starts the sample application, which writes into the cluster's table.</summary>
    public ApplicationProcess StartApplication(params string[] arguments)
    {
        var application = ApplicationProcess.Start(_folder.Path, arguments);
        _applications.Add(application);
        return application;
    }

    /// <summary>Makes a client of the test's own; its key-encryption key is the cluster's.</summary>
    public void Configure(ClientOptions options)
    {
        options.Name = "test";
        options.Store.Provider = Store.Provider;
        options.Store.ConnectionString = Store.ConnectionString;
        options.KeyEncryptionKey.Path = _folder.File("kek");
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var node = Start(arguments);
        var exitCode = await node.WaitForExitAsync();
        Assert.That(exitCode, Is.Zero, $"{string.Join(' ', arguments)}{Environment.NewLine}{node.Output}");
        return node.Output;
    }

    /// <summary>Makes the key type's active version old by the calendar, as if the cluster had slept.</summary>
    public Task AgeAsync(string keyType, int days)
    {
        var moment = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()) - TimeSpan.FromDays(days);
        return Store.ExecuteAsync($"update {Store.Schema}key_version set activated_at = '{moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}' where key_type = '{keyType}' and state = 'active'");
    }

    /// <summary>Batches that were committed of a range that is not finished: of the one that is furthest, on one node or on any.</summary>
    public async Task<long> BatchesInHandAsync(int pass, NodeProcess? on = null) =>
        await Store.ScalarAsync<long>($"select coalesce(max(batch_number), 0) from {Store.Schema}migration_range where pass = {pass} and finished_at is null{(on is null ? "" : $" and holder like '%/{on.Id}/%'")}");

    /// <summary>What the database holds, for a test that waited in vain.</summary>
    public async Task<string> DescribeAsync()
    {
        var rotations = await Store.QueryAsync($"select key_type, state, hold, last_error from {Store.Schema}rotation");
        var ranges = await Store.QueryAsync($"select target, pass, range_number, holder, epoch, claimed_until, batch_number, rows_rewritten, finished_at from {Store.Schema}migration_range");
        var claims = await Store.QueryAsync($"select name, holder, epoch, expires_at from {Store.Schema}claim");
        return string.Join(Environment.NewLine, rotations.Concat(ranges).Concat(claims).Select(row => string.Join(" | ", row))
            .Concat(_nodes.Select(node => node.Output)).Concat(_applications.Select(application => application.Output)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var application in _applications)
            await application.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private static string[] Table(DatabaseKind kind) => kind == DatabaseKind.PostgreSql
        ?
        [
            "create schema app",
            "create table app.oauth_tokens (id bigint primary key, access_token text not null, secret bytea, plain_secret text)",
            $"insert into app.oauth_tokens (id, access_token, plain_secret) select g, 'ya29.token-' || g, 'secret ' || g from generate_series(1, {Rows}) g",
        ]
        :
        [
            "create schema app",
            "create table app.oauth_tokens (id bigint not null primary key, access_token nvarchar(max) not null, secret varbinary(max), plain_secret nvarchar(max))",
            $"with n as (select 1 as g union all select g + 1 from n where g < {Rows}) insert into app.oauth_tokens (id, access_token, plain_secret) select g, concat('ya29.token-', g), concat('secret ', g) from n option (maxrecursion 0)",
        ];

    private string Configuration(int rowsPerRange, int batchSize) => JsonSerializer.Serialize(new
    {
        KeyRotation = new
        {
            Store = new { Store.Provider, Store.ConnectionString, ClaimSeconds = 6, CommandTimeoutSeconds = 5, ConsumerLeaseSeconds = 6 },
            KeyEncryptionKey = new { Provider = "file", Path = _folder.File("kek") },
            Migration = new { RowsPerRange = rowsPerRange, BatchSize = batchSize },
            Escrow = new { Provider = "directory", Path = _folder.File("escrow") },
            KeyTypes = new Dictionary<string, object>
            {
                ["token_encryption"] = Target("oauth-tokens", "access_token", "text"),
                ["database_encryption"] = Target("secrets", "secret", "binary"),
            },
            Quartz = new Dictionary<string, string>
            {
                ["quartz.jobStore.clusterCheckinInterval"] = "2000",
                ["quartz.jobStore.clusterCheckinMisfireThreshold"] = "3000",
            },
        },
    });

    private static object Target(string name, string column, string encoding) => new
    {
        Targets = new[] { new { Name = name, Table = "app.oauth_tokens", KeyColumns = new[] { "id" }, Columns = new[] { new { Name = column, Encoding = encoding } } } },
    };
}
