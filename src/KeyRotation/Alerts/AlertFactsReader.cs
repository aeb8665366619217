using KeyRotation.Incidents;
using KeyRotation.Keys;
using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Restores;
using KeyRotation.Retirement;
using KeyRotation.Rotations;
using KeyRotation.Status;

namespace KeyRotation.Alerts;

/// <summary>Reads what alerts depend on, and remembers since when this process sees what is in no table.</summary>
public sealed class AlertFactsReader(
    string self, IRotationStore rotations, IKeyStore keys, INodeStore nodes, IPauseStore pauses, IAlertStore alerts, IPolicyLedger ledger, IScheduleControl schedule,
    IRetirementStore retirement, IRestoreStore restores, IIncidentStore incidents, KeyTypePolicies policies, TargetDescriptions targets, PropagationBound bound, TimeProvider time)
{
    private const int LatestIncidents = 50;

    private DateTimeOffset? _noWorkerSince;
    private Dictionary<string, DateTimeOffset> _noKeySince = [];

    public async Task<AlertFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var facts = new AlertFacts
        {
            Self = self,
            Policies = policies.All,
            PropagationBound = bound,
            Open = await alerts.ListOpenAsync(cancellationToken).ConfigureAwait(false),
            Rotations = await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false),
            Versions = await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false),
            Nodes = await nodes.ListLiveAsync(SchedulerStatusReader.SeenWithin, cancellationToken).ConfigureAwait(false),
            Pauses = await pauses.ListAsync(cancellationToken).ConfigureAwait(false),
            Schedule = await schedule.ReportAsync(cancellationToken).ConfigureAwait(false),
            Differences = await ledger.CompareAsync(policies.All, targets.ByKeyType, cancellationToken).ConfigureAwait(false),
            Censuses = await retirement.LatestCensusesAsync(cancellationToken).ConfigureAwait(false),
            Lost = await restores.ListLostAsync(cancellationToken).ConfigureAwait(false),
            Attempts = await retirement.ListRecentAttemptsAsync(RetirementAlerts.AttemptsWithin, cancellationToken).ConfigureAwait(false),
            Incidents = await incidents.ListAsync(null, LatestIncidents, cancellationToken).ConfigureAwait(false),
            Now = time.GetUtcNow(),
        };
        Remember(facts);
        return facts with { NoWorkerSince = _noWorkerSince, NoKeySince = _noKeySince };
    }

    private void Remember(AlertFacts facts)
    {
        _noWorkerSince = facts.Nodes.Any(node => node is { IsWorker: true, State: NodeState.Ready }) ? null : _noWorkerSince ?? facts.Now;
        _noKeySince = facts.Policies.Where(policy => facts.ActiveOf(policy.Name) is null)
            .ToDictionary(policy => policy.Name, policy => _noKeySince.TryGetValue(policy.Name, out var since) ? since : facts.Now);
    }
}
