using System.Globalization;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>Opens a rotation for every key type, or for every one that is due, on somebody's word; says of each what became of it.</summary>
public sealed class ScheduleAll(RotationRequests requests, IRotationStore rotations, IKeyStore keys, RotationRules rules, RollbackHolds holds, TimeProvider time)
{
    /// <param name="reason">For the audit trail.</param>
    /// <param name="onlyDue">Only key types whose active version is due, or that have none.</param>
    /// <param name="by">A user.</param>
    /// <param name="cancellationToken">Ends between two key types; what is open stays open.</param>
    public async Task<IReadOnlyList<ScheduledKeyType>> RunAsync(string reason, bool onlyDue, string by, CancellationToken cancellationToken)
    {
        // Open rotations before versions, as detection does: one that ends between the two reads is then seen as open.
        var open = (await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(rotation => rotation.KeyType);
        var versions = await keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        var held = await holds.UntilAsync(rules.Policies.All.Select(policy => policy.Name), cancellationToken).ConfigureAwait(false);
        var results = new List<ScheduledKeyType>();
        foreach (var policy in rules.Policies.All)
        {
            var now = time.GetUtcNow();
            var due = RotationPlanner.Plan([policy], versions, new HashSet<string>(), now).SingleOrDefault();
            results.Add(
                open.TryGetValue(policy.Name, out var present) ? AlreadyOpen(present)
                : onlyDue && due is null ? new ScheduledKeyType(policy.Name, ScheduleResult.NotDue, null, RotationPlanner.AgeReason(policy, versions.ActiveOf(policy.Name)!, now))
                : onlyDue && IsHeld(due!, held, now, out var until) ? Held(policy, until)
                : await OpenAsync(PlannedOf(policy, due, reason), by, cancellationToken).ConfigureAwait(false));
        }
        return results;
    }

    private async Task<ScheduledKeyType> OpenAsync(PlannedRotation planned, string by, CancellationToken cancellationToken)
    {
        var reply = await requests.ScheduleAsync(planned, by, cancellationToken).ConfigureAwait(false);
        return reply.IsRefused
            ? new ScheduledKeyType(planned.KeyType, ScheduleResult.AlreadyOpen, reply.Refusal.Rotation, reply.Refusal.Detail)
            : new ScheduledKeyType(planned.KeyType, ScheduleResult.Opened, reply.Value.Id, planned.Reason);
    }

    /// <summary>What is due is as urgent as detection finds it; the rest waits for the window.</summary>
    private static PlannedRotation PlannedOf(KeyTypePolicy policy, PlannedRotation? due, string reason) =>
        due is null ? new PlannedRotation(policy.Name, RotationTrigger.PlannedMaintenance, reason) : due with { Reason = $"{reason} {due.Reason}" };

    /// <summary>As detection sees it: a key type without an active version, or with a compromised one, is never held.</summary>
    private static bool IsHeld(PlannedRotation due, IReadOnlyDictionary<string, DateTimeOffset> held, DateTimeOffset now, out DateTimeOffset until) =>
        held.TryGetValue(due.KeyType, out until) && now < until && due.Trigger is RotationTrigger.Routine or RotationTrigger.PolicyUpdate or RotationTrigger.SeverelyOverdue;

    private static ScheduledKeyType AlreadyOpen(Rotation open) =>
        new(open.KeyType, ScheduleResult.AlreadyOpen, open.Id, $"Rotation {open.Id} is {open.State.ToSnakeCase()}.");

    private static ScheduledKeyType Held(KeyTypePolicy policy, DateTimeOffset until) => new(
        policy.Name, ScheduleResult.HeldAfterRollback, null,
        string.Create(CultureInfo.InvariantCulture, $"It is left alone until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}, since its last rotation was rolled back. Schedule it by name if it is to rotate before."));
}
