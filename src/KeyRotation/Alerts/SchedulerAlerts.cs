using KeyRotation.Nodes;
using KeyRotation.Rotations;

namespace KeyRotation.Alerts;

/// <summary>The scheduler as a whole, its triggers and its jobs.</summary>
internal static class SchedulerAlerts
{
    /// <summary>The subject of what is about no single node.</summary>
    internal const string Cluster = "cluster";

    /// <summary>A restart of the only worker is no failure.</summary>
    internal static readonly TimeSpan WorkerMissingAfter = TimeSpan.FromSeconds(20);

    /// <summary>A worker seeds the schedules in its first moments.</summary>
    internal static readonly TimeSpan SeededAfter = TimeSpan.FromMinutes(1);

    public static IEnumerable<Alert> Of(AlertFacts facts)
    {
        if (facts.NoWorkerSince is { } since && (facts.Now - since >= WorkerMissingAfter || facts.IsOpen(AlertCodes.SchedulerFailure, Cluster)))
            yield return NoWorker(facts, since);
        foreach (var trigger in facts.Schedule.FailedTriggers)
            yield return new Alert(AlertCodes.SchedulerFailure, trigger.Name,
                $"Quartz's trigger {trigger.Name} of job {trigger.Job} is in state ERROR and does not fire any more; expected WAITING. The nodes' logs say why it failed. A worker that starts sets it going again.")
            { KeyType = trigger.KeyType };
        foreach (var job in facts.Schedule.Jobs)
            if (ProblemOf(job, facts) is { } problem)
                yield return new Alert(AlertCodes.JobData, job.Name, problem) { KeyType = job.KeyType };
        foreach (var policy in facts.Policies)
            if (facts.Schedule.Jobs.All(job => job.KeyType != policy.Name) && IsSeeded(facts))
                yield return new Alert(AlertCodes.JobData, policy.Name,
                    $"{policy.Name} has no job in the scheduler, so it does not rotate; expected one. Restart a worker: it makes the job at its start.")
                { KeyType = policy.Name };
    }

    private static Alert NoWorker(AlertFacts facts, DateTimeOffset since)
    {
        var nodes = facts.Nodes.Count == 0 ? "none is live" : string.Join(", ", facts.Nodes.Select(node => $"{node.Instance} ({string.Join(", ", node.Roles)}; {node.State.ToSnakeCase()})"));
        return new Alert(AlertCodes.SchedulerFailure, Cluster,
            $"No worker takes work since {Wording.Utc(since)}; expected at least one node with the role {NodeRoles.Worker} that is ready. Nodes: {nodes}. Nothing rotates until one does: `keyrotation run --roles worker`.");
    }

    private static string? ProblemOf(ScheduledJob job, AlertFacts facts) =>
        job.NamedKeyType != job.KeyType
            ? $"Job {job.Name} names the key type {(job.NamedKeyType is { } named ? $"'{named}'" : "(none)")} in its data; expected '{job.KeyType}', which does not rotate by it. Restart a worker: it writes the job's data anew at its start."
            : facts.Policies.All(policy => policy.Name != job.KeyType)
                ? $"Job {job.Name} is of the key type '{job.KeyType}', which the configuration of {facts.Self} does not have; it has {string.Join(", ", facts.Policies.Select(policy => policy.Name))}. Where it runs on such a node nothing rotates. Configure {job.KeyType} on every node."
                : null;

    private static bool IsSeeded(AlertFacts facts) => facts.Nodes.Any(node => node.IsWorker && facts.Now - node.StartedAt >= SeededAfter);
}
