using KeyRotation.Checker;
using KeyRotation.Soak.Cluster;
using KeyRotation.Soak.Faults;
using KeyRotation.Testing;
using Npgsql;

namespace KeyRotation.Soak.Runs;

/// <summary>
/// Lets faults befall a cluster that rotates and an application that writes, all the while; then calms down and checks everything. What is
/// found ends the run.
/// </summary>
public sealed class FaultRun
{
    private readonly FaultCluster _cluster;
    private readonly FaultPlan _plan;
    private readonly Dice _dice;
    private readonly FaultLog _log;
    private readonly Demand _demand;
    private readonly Supervisor _supervisor;
    private readonly Dictionary<string, int> _tried = [];
    private readonly HashSet<string> _inHand = [];
    private readonly Lock _lock = new();
    private readonly CancellationToken _ends;

    private FaultRun(FaultCluster cluster, FaultPlan plan, Dice dice, TextWriter output, CancellationToken ends)
    {
        _ends = ends;
        _cluster = cluster;
        _plan = plan;
        _dice = dice;
        _log = new FaultLog(output);
        _demand = new Demand(cluster, _log);
        _supervisor = new Supervisor(cluster, _log, dice) { Arms = plan.Arms };
    }

    /// <param name="cluster">At work.</param>
    /// <param name="plan">What is to befall it.</param>
    /// <param name="dice">Choose.</param>
    /// <param name="output">What happens, line by line.</param>
    /// <param name="ends">Ends the faults before their time; what there was is checked all the same.</param>
    public static async Task<FaultRecord> RunAsync(FaultCluster cluster, FaultPlan plan, Dice dice, TextWriter output, CancellationToken ends = default)
    {
        var run = new FaultRun(cluster, plan, dice, output, ends);
        using var stopping = new CancellationTokenSource();
        var duties = Task.WhenAll(run._supervisor.RunAsync(stopping.Token), run._demand.RunAsync(stopping.Token));
        try
        {
            return await run.RunAsync();
        }
        finally
        {
            await stopping.CancelAsync();
            await duties;
        }
    }

    private async Task<FaultRecord> RunAsync()
    {
        Findings findings;
        var record = new FaultRecord { Seed = _dice.Seed };
        do
        {
            var until = _log.Elapsed + _plan.BetweenChecks;
            await Task.WhenAll(Enumerable.Range(0, _plan.Hands).Select(_ => StrikeUntilAsync(until)));
            findings = await CheckAsync(record);
            _log.Say(findings.Violations.Count == 0 ? $"checked: {_log.Total} faults survived" : $"VIOLATED: {string.Join("; ", findings.Violations)}");
        }
        while (findings.Violations.Count == 0 && _log.Unexpected.Count == 0 && _plan.Duration is not null && !IsDone);
        return record with
        {
            Elapsed = _log.Elapsed,
            Struck = _log.Struck,
            Failpoints = _log.Failpoints,
            Skipped = _plan.Faults.Where(fault => fault.Obstacle(_cluster) is not null).ToDictionary(fault => fault.Kind, fault => fault.Obstacle(_cluster)!),
            Hastened = _demand.Hastened,
            Unexpected = _log.Unexpected,
            Findings = findings,
            RowsSuperseded = await _cluster.ScalarAsync<long>("select coalesce(sum(rows_superseded), 0)::bigint from keyrotation.migration_range"),
            RowsRewritten = await _cluster.ScalarAsync<long>("select coalesce(sum(rows_rewritten), 0)::bigint from keyrotation.migration_range"),
            Rotations = await _cluster.CountAsync("keyrotation.rotation where state = 'completed'"),
        };
    }

    private bool IsDone => _ends.IsCancellationRequested || (_plan.Duration is { } duration
        ? _log.Elapsed >= duration
        : Possible.All(fault => _log.CountOf(fault.Kind) >= _plan.Times));

    private IEnumerable<IFault> Possible => _plan.Faults.Where(fault => fault.Obstacle(_cluster) is null);

    private async Task StrikeUntilAsync(TimeSpan until)
    {
        while (_log.Elapsed < until && !IsDone && _log.Unexpected.Count == 0)
        {
            if (Choose() is not { } fault)
            {
                await Task.Delay(_dice.Between(0.1, 0.5));
                continue;
            }
            try
            {
                if (await fault.StrikeAsync(_cluster, _dice) is { } how)
                    _log.Strike(fault.Kind, how);
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or IOException or NoOccasionException)
            {
                _log.Say($"no occasion for {fault.Kind}: {away.Message}");
            }
            catch (NotSurvivedException seen)
            {
                _log.NotExpected($"{seen.Message}{Environment.NewLine}{await _cluster.DescribeAsync()}");
            }
            finally
            {
                lock (_lock)
                    _inHand.Remove(fault.Kind);
            }
            await Task.Delay(_dice.Between(0, 0.5));
        }
    }

    /// <summary>
    /// One of those that struck least; of those that find no occasion, less and less often. Two of one kind at once would be in each other's
    /// way: a server that is stopped already cannot be stopped.
    /// </summary>
    private IFault? Choose()
    {
        lock (_lock)
        {
            var open = Possible.Where(fault => !_inHand.Contains(fault.Kind) && (_plan.Duration is not null || _log.CountOf(fault.Kind) < _plan.Times)).ToArray();
            if (open.Length == 0)
                return null;
            var fewest = open.Min(Weight);
            var chosen = _dice.One([.. open.Where(fault => Weight(fault) <= fewest + 1)]);
            _tried[chosen.Kind] = _tried.GetValueOrDefault(chosen.Kind) + 1;
            _inHand.Add(chosen.Kind);
            return chosen;
        }
    }

    private int Weight(IFault fault) => Math.Max(_tried.GetValueOrDefault(fault.Kind) / 2, _log.CountOf(fault.Kind));

    /// <summary>No more faults: what is open ends, both key types are rotated once more in peace, the writer stops, and everything is checked.</summary>
    private async Task<Findings> CheckAsync(FaultRecord record)
    {
        _demand.Asks = false;
        _supervisor.Arms = false;
        await AtRestAsync();
        await _demand.AskAsync();
        await Poll.UntilAsync(() => TryAsync(async () => await _cluster.CountAsync("keyrotation.request where taken_at is null") == 0), _cluster.DescribeAsync);
        await AtRestAsync();
        await _cluster.Writer.TerminateAsync();
        var findings = await StoreChecker.RunAsync(_cluster.ToCheck(isCalm: true));
        foreach (var application in new[] { _cluster.Writer, _cluster.Reader })
            record.Applications.Take(application, _log);
        if (findings.Violations.Count == 0)
        {
            _cluster.Writer.Start(null);
            _supervisor.Arms = _plan.Arms;
            _demand.Asks = true;
        }
        return findings;
    }

    private Task AtRestAsync() => Poll.UntilAsync(
        () => TryAsync(async () => await _cluster.CountAsync("keyrotation.rotation where ended_at is null and state <> 'failed'") == 0), _cluster.DescribeAsync, 120);

    private static async Task<bool> TryAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
