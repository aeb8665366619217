using KeyRotation.Checker;
using KeyRotation.Soak;
using KeyRotation.Soak.Cluster;
using KeyRotation.Soak.Runs;
using KeyRotation.Testing;

namespace KeyRotation.Cluster.Faults;

/// <summary>
/// A cluster whose version 1 of token_encryption was replaced, and whose days pass when a test says so: dates are moved in the rows, never
/// in the clocks. Its retirement is fired as Quartz fires it.
/// </summary>
internal sealed class OldVersion : IAsyncDisposable
{
    private const string Version = "keyrotation.key_version where key_type = 'token_encryption' and version = 1";
    private const string Fired = "keyrotation.audit_event where key_type = 'token_encryption' and key_version = 1 and action = ";

    /// <summary>Quartz keeps moments as 100 ns since the year 1.</summary>
    private const string Ticks = "621355968000000000 + extract(epoch from clock_timestamp())::bigint * 10000000";

    private readonly PostgreSqlServer _server;
    private readonly DaysThatPass _days;

    private OldVersion(PostgreSqlServer server, FaultCluster cluster)
    {
        _server = server;
        Cluster = cluster;
        _days = new DaysThatPass(cluster, "token_encryption", 1);
    }

    public FaultCluster Cluster { get; }

    public ProcessSlot Node => Cluster.Nodes[0];

    public static async Task<OldVersion> CreateAsync(string bug = "")
    {
        var server = await TestServers.OwnPostgreSqlAsync();
        var cluster = await FaultCluster.CreateAsync(server, new FaultSettings { PlantedBug = bug, Nodes = 1, Rows = 500 }, new Dice(1));
        var old = new OldVersion(server, cluster);
        await cluster.ExecuteAsync("create table app.former as select * from app.tokens where id = (select min(id) from app.tokens)");
        await FaultRun.RunAsync(cluster, new FaultPlan { Faults = [], Arms = false }, new Dice(1), TextWriter.Null);
        // What was asked for last may have been taken up when the run ended; beside an open rotation nothing is disabled.
        await Poll.UntilAsync(
            async () => await cluster.CountAsync("keyrotation.request where taken_at is null") + await cluster.CountAsync("keyrotation.rotation where ended_at is null") == 0, cluster.DescribeAsync);
        return old;
    }

    /// <summary>A row comes back as it was before the rotation, as a restored batch does.</summary>
    public async Task LeaveRowBehindAsync()
    {
        await StopApplicationsAsync();
        await Cluster.ExecuteAsync("insert into app.tokens select * from app.former on conflict (id) do update set secret = excluded.secret");
    }

    /// <summary>They sign off.</summary>
    public async Task StopApplicationsAsync()
    {
        foreach (var application in new[] { Cluster.Writer, Cluster.Reader }.Where(application => application.Process is { HasExited: false }))
            await application.TerminateAsync();
    }

    /// <summary>All the way: disabled, its days, retired.</summary>
    public async Task RetireAsync()
    {
        await DisableAsync();
        await EndSoftDisableAsync();
        await FireAsync();
        await StateBecomesAsync("retired");
    }

    public async Task DisableAsync()
    {
        await EndGraceAsync();
        await FireAsync();
        await StateBecomesAsync("disabled");
    }

    public Task EndGraceAsync() => _days.EndGraceAsync();

    /// <summary>When the node has said that it follows, its days have passed.</summary>
    public async Task EndSoftDisableAsync()
    {
        await Poll.UntilAsync(_days.IsFollowedAsync, Cluster.DescribeAsync);
        await _days.EndSoftDisableAsync();
    }

    /// <summary>Brings the job's trigger forward, as a window that opens does.</summary>
    public Task FireAsync() => Cluster.ExecuteAsync($"update keyrotation.qrtz_triggers set next_fire_time = {Ticks} where trigger_name = 'retire.window'");

    public Task StateBecomesAsync(string state) => Poll.UntilAsync(async () => await Cluster.CountAsync($"{Version} and state = '{state}'") == 1, Cluster.DescribeAsync);

    public async Task<bool> IsAsync(string state) => await Cluster.CountAsync($"{Version} and state = '{state}'") == 1;

    public Task<long> EventsAsync(string action) => Cluster.CountAsync($"{Fired} '{action}'");

    public Task<Findings> CheckAsync() => StoreChecker.RunAsync(Cluster.ToCheck(isCalm: false));

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await _server.DisposeAsync();
    }
}
