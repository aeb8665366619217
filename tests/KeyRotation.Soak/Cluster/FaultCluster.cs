using KeyRotation.Checker;
using KeyRotation.Checker.Witnesses;
using KeyRotation.Custody;
using KeyRotation.Testing;
using Npgsql;

namespace KeyRotation.Soak.Cluster;

/// <summary>
/// A PostgreSQL server of its own, nodes, a writer and a reader, each a process with a network of its own that can be cut, and an escrow that
/// can be filled up.
/// </summary>
public sealed class FaultCluster : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly NpgsqlDataSource _database;
    private readonly long _seed;
    private readonly Disturbances _disturbances = new();
    private readonly KeyTypesInPeace _peace = new();

    private FaultCluster(PostgreSqlServer server, string connectionString, FaultSettings settings, long seed)
    {
        Server = server;
        ConnectionString = connectionString;
        Settings = settings;
        _seed = seed;
        _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "test", Timeout = 3, CommandTimeout = 10 }.ConnectionString);
        Escrow = new EscrowVolume(_folder.File("escrow"));
    }

    public PostgreSqlServer Server { get; }

    /// <summary>Past every proxy.</summary>
    public string ConnectionString { get; }

    public FaultSettings Settings { get; }

    public EscrowVolume Escrow { get; }

    public IReadOnlyList<ProcessSlot> Nodes { get; private set; } = [];

    public ProcessSlot Writer { get; private set; } = null!;

    public ProcessSlot Reader { get; private set; } = null!;

    /// <summary>The last node has the clock that can be moved, and no API.</summary>
    public IReadOnlyList<ProcessSlot> NodesWithApi => [.. Nodes.SkipLast(1)];

    /// <summary>Why no API can be had; null = it can.</summary>
    public string? ApiObstacle => Settings.PlantedBug.Length == 0 ? null : "nodes with a planted bug have no API";

    public IEnumerable<ProcessSlot> All => Nodes.Append(Writer).Append(Reader);

    public string KeyFile => _folder.File("kek");

    public string Journal => _folder.File("journal");

    /// <summary>The file of the clock that the last node takes for its machine's, in seconds ahead.</summary>
    public string MachineClock => _folder.File("machine-clock");

    /// <summary>Migrated, with keys and full tables; three nodes, a writer and a reader are at work.</summary>
    public static async Task<FaultCluster> CreateAsync(PostgreSqlServer server, FaultSettings settings, Dice dice)
    {
        var cluster = new FaultCluster(server, await server.CreateDatabaseAsync($"faults_{Guid.NewGuid():N}"), settings, dice.Seed);
        cluster.Escrow.Mount();
        FileKeyEncryptionKey.Create(cluster.KeyFile);
        cluster.MoveMachineClock(0);
        await File.WriteAllTextAsync(cluster._folder.File("clock"), "0");
        await cluster.ExecuteAsync(FaultTables.Schema);
        var operatorSlot = cluster.NewSlot("operator", (slot, _) => NodeProcess.Start(cluster.FolderOf(slot.Name), new Dictionary<string, string>(), "db", "migrate"));
        await RunAsync(operatorSlot);
        await Witness.InstallAsync(cluster.ConnectionString, TimeSpan.FromSeconds(settings.ConsumerLease));

        cluster.Nodes = [.. Enumerable.Range(1, settings.Nodes).Select(number => cluster.NewSlot($"node-{number}", (slot, failpoints) => cluster.StartNode(slot, failpoints, isLast: number == settings.Nodes)))];
        foreach (var node in cluster.Nodes)
            node.Start(null);
        await Poll.UntilAsync(async () => await cluster.CountAsync("keyrotation.key_version where state = 'active'") == 5, () => Task.FromResult(cluster.Nodes[0].Process!.Output));
        await RunAsync(cluster.NewSlot("filler", (slot, _) => cluster.StartApplication(slot, "fill")));
        cluster.Writer = cluster.NewSlot("writer", (slot, _) => cluster.StartApplication(slot, "write"));
        cluster.Reader = cluster.NewSlot("reader", (slot, _) => cluster.StartApplication(slot, "read"));
        cluster.Writer.Start(null);
        cluster.Reader.Start(null);
        return cluster;
    }

    /// <summary>A process that cannot start, or ends while it starts, is no surprise while this is held, and shortly after.</summary>
    public IDisposable Disturb() => _disturbances.Begin();

    /// <summary>One at a time moves the store's past, its dates or all of it: either undoes what the other one waits for.</summary>
    public SemaphoreSlim Past { get; } = new(1, 1);

    /// <summary>Until it is disposed nobody asks for a rotation of the key type; null where somebody else wants that already.</summary>
    public IDisposable? TryLeaveInPeace(string keyType) => _peace.TryLeave(keyType);

    public bool IsLeftInPeace(string keyType) => _peace.Contains(keyType);

    public bool IsDisturbed => _disturbances.AreFelt;

    /// <summary>A node that works on a rotation at this moment, and in which state; null = none does.</summary>
    public async Task<(ProcessSlot Node, string State, string KeyType)?> AtWorkAsync(string? state = null)
    {
        var work = await LinesAsync(
            """
            select c.holder, o.state, o.key_type
            from keyrotation.claim c
            join keyrotation.rotation o on c.name = 'rotation:' || o.key_type
            where o.ended_at is null and c.expires_at > clock_timestamp()
            """);
        foreach (var fields in work.Select(line => line.Split(" | ")).Where(fields => state is null || fields[1] == state))
            if (NodeOf(fields[0]) is { } node)
                return (node, fields[1], fields[2]);
        return null;
    }

    /// <summary>The state of the rotation that a process died in; null = it had none in hand.</summary>
    public async Task<string?> StateLeftByAsync(int process) =>
        (await LinesAsync(
            $"""
            select o.state
            from keyrotation.claim c
            join keyrotation.rotation o on c.name = 'rotation:' || o.key_type
            where o.ended_at is null and c.holder like '%/{process}/%' and c.expires_at > clock_timestamp() - interval '3 seconds'
            """)) is [var state, ..] ? state : null;

    public CheckedStore ToCheck(bool isCalm) => new()
    {
        ConnectionString = ConnectionString,
        KeyFile = KeyFile,
        EscrowFolder = Escrow.Path,
        Tables = FaultTables.All,
        Journal = isCalm ? Journal : null,
        IsCalm = isCalm,
    };

    public void MoveMachineClock(int seconds)
    {
        File.WriteAllText($"{MachineClock}.next", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        File.Move($"{MachineClock}.next", MachineClock, overwrite: true);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public Task<long> CountAsync(string from) => ScalarAsync<long>($"select count(*) from {from}");

    public async Task<IReadOnlyList<string>> LinesAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? "" : reader.GetValue(field).ToString())));
        return lines;
    }

    /// <summary>What there is to see, for a run that did not end well.</summary>
    public async Task<string> DescribeAsync()
    {
        string[] queries =
        [
            "select key_type, state, hold, hold_detail, attempts, next_attempt_at, last_error, clock_timestamp() from keyrotation.rotation where ended_at is null",
            "select key_type, version, state, compromised_at, grace_ends_at, disabled_at, restored_at from keyrotation.key_version order by key_type, version",
            "select occurred_at, key_type, key_version, action, rotation_id from (select * from keyrotation.audit_event order by occurred_at desc limit 60) e order by occurred_at",
            "select name, holder, epoch, expires_at from keyrotation.claim",
            "select name, lease_until, signed_off_at from keyrotation.consumer where signed_off_at is null and lease_until > clock_timestamp() - interval '1 minute'",
            "select trigger_name, trigger_state, to_timestamp((next_fire_time - 621355968000000000) / 10000000) from keyrotation.qrtz_triggers",
        ];
        var lines = new List<string>();
        foreach (var query in queries)
            lines.AddRange(await LinesAsync(query));
        return string.Join(Environment.NewLine, lines.Concat(All.Select(slot => $"--- {slot.Name}{Environment.NewLine}{Tail(slot.Process?.Output ?? "", 40)}")));
    }

    /// <summary>The last lines; those of stack traces left out.</summary>
    public static string Tail(string output, int lines) =>
        string.Join(Environment.NewLine, output.Split(Environment.NewLine).Where(line => !line.StartsWith("   at ", StringComparison.Ordinal)).TakeLast(lines));

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in All.Where(slot => slot is not null))
            await slot.DisposeAsync();
        await _database.DisposeAsync();
        Past.Dispose();
        Escrow.Unmount();
        _folder.Dispose();
    }

    private ProcessSlot? NodeOf(string holder) => Nodes.FirstOrDefault(node => node.Process is { } process && holder.Contains($"/{process.Id}/", StringComparison.Ordinal));

    private ProcessSlot NewSlot(string name, Func<ProcessSlot, string?, NodeProcess> start)
    {
        var network = new TcpProxy(new NpgsqlConnectionStringBuilder(ConnectionString).Port);
        var apiPort = FreePorts.Take();
        ProcessFolder.Write(FolderOf(name), name, network.Port, ConnectionString, Settings, _folder.Path, _seed, apiPort);
        return new ProcessSlot(name, network, apiPort, start);
    }

    private string FolderOf(string name) => _folder.File(name);

    private static async Task RunAsync(ProcessSlot slot)
    {
        slot.Start(null);
        var exitCode = await slot.Process!.WaitForExitAsync();
        if (exitCode != 0)
            throw new InvalidOperationException($"{slot.Name} ended with {exitCode}:{Environment.NewLine}{slot.Process.Output}");
        await slot.DisposeAsync();
    }

    private NodeProcess StartApplication(ProcessSlot slot, string what) =>
        NodeProcess.StartAssembly("KeyRotation.FaultApplication.dll", FolderOf(slot.Name), new Dictionary<string, string>(), what);

    /// <summary>`keyrotation run`; the last one with a machine's clock that can be moved, and all of them with a bug where one is planted.</summary>
    private NodeProcess StartNode(ProcessSlot slot, string? failpoints, bool isLast)
    {
        var environment = new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0" };
        if (failpoints is not null)
            environment["KEYROTATION_FAILPOINTS"] = failpoints;
        if (Settings.PlantedBug.Length > 0)
            return NodeProcess.StartAssembly("KeyRotation.FaultyNode.dll", FolderOf(slot.Name), environment, Settings.PlantedBug);
        if (!isLast)
            return NodeProcess.Start(FolderOf(slot.Name), environment, "run");
        environment["KEYROTATION_TEST_CLOCK"] = _folder.File("clock");
        environment["KEYROTATION_TEST_MACHINE_CLOCK"] = MachineClock;
        return NodeProcess.StartAssembly("KeyRotation.ClockedNode.dll", FolderOf(slot.Name), environment, "worker");
    }
}
