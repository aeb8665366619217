using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using KeyRotation.Testing;

namespace KeyRotation.Soak.Measures;

/// <summary>How long answers of the API take when the trail of years stands behind them and a migration runs beside.</summary>
internal static class ApiUnderLoad
{
    private const int RequestsPerSecond = 200;
    private const int Rotations = 100_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    private static readonly string[] Paths = ["scheduler/status", "health", "keys/token_encryption", "audit", "rotations", "audit?key_type=token_encryption", "schedule"];

    public static async Task RunAsync(PostgreSqlServer server, int events)
    {
        // A migration that lasts: each batch is small, and the rotation has a pace.
        await using var cluster = await MeasuredCluster.CreateAsync(server, new MeasuredSettings(300_000, 500, 100_000));
        await FillAsync(cluster, events);
        await cluster.StartAsync("worker");
        await cluster.StartAsync("api");
        await cluster.AgeAsync("token_encryption");
        var rotation = await cluster.EmergencyAsync("token_encryption");
        await cluster.PatchAsync($"rotations/{rotation}", new { pace = 1000 });
        // Who asks first must not pay for a process that has just started.
        foreach (var path in Paths)
            await AskAsync(cluster, path, WarmUp);
        foreach (var path in Paths)
        {
            await AskAsync(cluster, path, WarmUp);
            var (seconds, failures) = await AskAsync(cluster, path, Measured);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"GET {path}: {seconds.Length} in {Measured.TotalSeconds:0} s, p50 {1000 * Figures.At(seconds, 0.50):0.0} ms, p99 {1000 * Figures.At(seconds, 0.99):0.0} ms, longest {1000 * seconds[^1]:0.0} ms, failed {failures}"));
        }
        Console.WriteLine($"The migration {(await cluster.ScalarAsync<DateTime?>($"select ended_at from keyrotation.rotation where rotation_id = '{rotation}'") is null ? "was running all the while" : "ENDED BEFORE: the figures do not count")}.");
    }

    /// <summary>So many a second whether the former ones are answered or not: a server that is slow is not spared.</summary>
    private static async Task<(double[] Seconds, int Failures)> AskAsync(MeasuredCluster cluster, string path, TimeSpan duration)
    {
        var (seconds, failures, asked) = (new ConcurrentBag<double>(), 0, new List<Task>());
        var clock = Stopwatch.StartNew();
        for (var number = 0; clock.Elapsed < duration; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / RequestsPerSecond);
            if (due > clock.Elapsed)
                await Task.Delay(due - clock.Elapsed);
            asked.Add(Task.Run(async () =>
            {
                var began = Stopwatch.GetTimestamp();
                if (!await cluster.TryGetAsync(path))
                    Interlocked.Increment(ref failures);
                seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            }));
        }
        await Task.WhenAll(asked);
        return ([.. seconds.Order()], failures);
    }

    /// <summary>Years of events and rotations. Each event repeats the content of one that is there; lists show it, and no lane has it.</summary>
    private static async Task FillAsync(MeasuredCluster cluster, int events)
    {
        var clock = Stopwatch.StartNew();
        var indexes = await cluster.ScalarAsync<string>("select string_agg(indexdef, ';') from pg_indexes where schemaname = 'keyrotation' and tablename = 'audit_event' and indexname like 'ix_%'");
        await cluster.ExecuteAsync("do $$ declare i record; begin for i in select indexname from pg_indexes where schemaname = 'keyrotation' and tablename = 'audit_event' and indexname like 'ix_%' loop execute 'drop index keyrotation.' || i.indexname; end loop; end $$");
        await cluster.ExecuteAsync(
            $"""
            insert into keyrotation.audit_event (lane, seq, previous, hash, canonical, event_id, occurred_at, key_type, key_type_seq, action, outcome, actor)
            select 1000, g, e.previous, e.hash, e.canonical, gen_random_uuid(), clock_timestamp() - interval '7 years' * (1 - g / {events}::double precision), t.key_type, null,
                   t.action, 'success', 'user ' || g % 50
            from generate_series(1, {events}) g
            cross join (select * from keyrotation.audit_event where lane < 1000 limit 1) e
            join (values (0, 'token_encryption', 'rotation.step'), (1, 'database_encryption', 'key.activated'), (2, 'file_encryption', 'rotation.step'), (3, null, 'access.denied')) t (n, key_type, action) on t.n = g % 4
            """);
        await cluster.ExecuteAsync($"set maintenance_work_mem = '1GB'; {indexes}");
        await cluster.ExecuteAsync(
            $"""
            insert into keyrotation.rotation (rotation_id, key_type, state, outcome, trigger_name, priority, requested_by, reason, scheduled_at, outside_window, from_version, to_version, started_at, ended_at, attempts)
            select gen_random_uuid(), case g % 2 when 0 then 'token_encryption' else 'database_encryption' end, 'completed', 'success', 'routine', 'normal', 'scheduler', 'a measurement',
                   at, 0, 1, 1, at, at + interval '10 minutes', 0
            from (select g, clock_timestamp() - interval '7 years' * (1.01 - g / {Rotations}::double precision) as at from generate_series(1, {Rotations}) g) r
            """);
        await cluster.ExecuteAsync("analyze keyrotation.audit_event; analyze keyrotation.rotation");
        Console.WriteLine($"{events} events and {Rotations} rotations are there after {clock.Elapsed.TotalSeconds:0} s.");
    }
}
