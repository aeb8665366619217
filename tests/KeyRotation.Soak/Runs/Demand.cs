using KeyRotation.Soak.Cluster;
using Npgsql;

namespace KeyRotation.Soak.Runs;

/// <summary>
/// An operator who asks for the next rotation as soon as one is complete, and who shortens waits: retries after a minute and looks after
/// half of one are what the product does, and a run has no time for them.
/// </summary>
internal sealed class Demand(FaultCluster cluster, FaultLog log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private const int LeftAloneSeconds = 3;

    // What a rotation waits for is moved into the past, behind the time after which every node takes it for forsaken. Nobody has it in hand.
    private const string Hasten =
        """
        update keyrotation.rotation o
        set next_attempt_at = clock_timestamp() - interval '3 minutes', hold_until = null, attempts = 0
        where o.rotation_id::text = '{0}' and o.ended_at is null and o.state <> 'failed'
          and not exists (select 1 from keyrotation.claim c where c.name = 'rotation:' || o.key_type and c.expires_at > clock_timestamp())
        """;

    private readonly Dictionary<string, int> _alone = [];
    private readonly HashSet<string> _failed = [];

    /// <summary>False: open rotations go on to their end, and none is asked for.</summary>
    public bool Asks { get; set; } = true;

    public int Hastened { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (Asks)
                    await AskAsync();
                await HastenAsync();
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or IOException)
            {
                // The next round asks again.
            }
            await Task.Delay(Interval, CancellationToken.None);
        }
    }

    /// <summary>A rotation of each table's key type, where none is open or asked for.</summary>
    public async Task AskAsync()
    {
        foreach (var table in FaultTables.All.Where(table => !cluster.IsLeftInPeace(table.KeyType)))
            await cluster.ExecuteAsync(
                $"""
                select ops.request_rotation('{table.KeyType}', 'a run of faults', 'compliance_requirement')
                where not exists (select 1 from keyrotation.rotation where key_type = '{table.KeyType}' and ended_at is null)
                  and not exists (select 1 from keyrotation.request where key_type = '{table.KeyType}' and taken_at is null)
                """);
    }

    private async Task HastenAsync()
    {
        var open = await cluster.LinesAsync(
            """
            select o.rotation_id, o.state, o.key_type, o.last_error, exists (select 1 from keyrotation.claim c where c.name = 'rotation:' || o.key_type and c.expires_at > clock_timestamp())
            from keyrotation.rotation o where o.ended_at is null
            """);
        var ids = new HashSet<string>();
        foreach (var fields in open.Select(line => line.Split(" | ")))
        {
            ids.Add(fields[0]);
            if (fields[1] == "failed" && _failed.Add(fields[0]))
                log.NotExpected($"the rotation of {fields[2]} failed: {fields[3]}");
            _alone[fields[0]] = fields[^1] == "True" ? 0 : _alone.GetValueOrDefault(fields[0]) + 1;
            if (_alone[fields[0]] * Interval < TimeSpan.FromSeconds(LeftAloneSeconds))
                continue;
            _alone[fields[0]] = 0;
            Hastened++;
            await cluster.ExecuteAsync(Hasten.Replace("{0}", fields[0], StringComparison.Ordinal));
        }
        foreach (var ended in _alone.Keys.Except(ids).ToArray())
            _alone.Remove(ended);
    }
}
