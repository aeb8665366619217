using System.Data.Common;
using KeyRotation.Audit;
using KeyRotation.Incidents;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Incidents;
using KeyRotation.Storage.Migration;

namespace KeyRotation.Storage.Rotations;

/// <summary>
/// An emergency in one transaction: the compromised mark, and a rotation that is raised, opened, or opened in place of another
/// one. Two at the same moment wait for each other; the second finds what the first did.
/// </summary>
internal sealed class EmergencyOpening(ControlStore store)
{
    // The claim first, as every other change of the rotation takes its locks: the emergency waits for the step in hand, and what
    // comes behind it waits for the emergency.
    private static readonly Statement Serialize = new("update keyrotation.claim set epoch = epoch where name = @claim");

    private static readonly Statement MarkCompromised = new(
        """
        update keyrotation.key_version
        set compromised_at = @at, grace_ends_at = case when state = 'grace' then @at else grace_ends_at end
        where key_type = @keyType and version = @version and compromised_at is null
        """);

    private static readonly Statement Supersede = new(
        """
        update keyrotation.rotation
        set state = 'superseded', ended_at = @at, superseded_by = @by, hold = null, hold_detail = null, hold_until = null
        where rotation_id = @id and state = @expected
        """);

    private static readonly Statement SupersededBy = new("select rotation_id from keyrotation.rotation where superseded_by = @id");

    // Whoever works on the superseded rotation commits nothing any more, and keeps nothing busy.
    private static readonly Statement TakeClaim = new(
        """
        update keyrotation.claim
        set epoch = epoch + 1, holder = @holder, expires_at = {now}
        where name = @name
        """);

    private static readonly Statement VacateSlot = new(
        """
        update keyrotation.claim
        set epoch = epoch + 1, expires_at = {now}
        where name like 'slot:%' and holder = @holder and expires_at > {now}
        """);

    /// <exception cref="RotationMovedException">The open rotation moved, or one was opened, at the same moment; nothing was changed.</exception>
    public async Task<EmergencyOpened> RunAsync(EmergencyRequest request, Rotation rotation, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(request, rotation, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException violation) when (store.Database.Dialect.IsUniqueViolation(violation))
        {
            throw new RotationMovedException(rotation.Id, rotation.State);
        }
    }

    private Task<EmergencyOpened> OpenAsync(EmergencyRequest request, Rotation rotation, CancellationToken cancellationToken)
    {
        var opened = RotationEvents.Opened(rotation);
        var incidentId = request.Id ?? Guid.CreateVersion7(rotation.ScheduledAt);
        var events = new List<AuditEvent>();
        return store.CommitAsync(null, opened.EventId, events, async session =>
        {
            events.Clear();
            await session.ExecuteAsync(Serialize, new { claim = RotationClaim.Of(request.KeyType) }).ConfigureAwait(false);
            if (request.Id is not null && await IncidentStore.FindAsync(session, incidentId).ConfigureAwait(false) is { } declared)
                return await BeforeAsync(session, declared, rotation.Id).ConfigureAwait(false);
            await session.ExecuteAsync(store.Database.Dialect.SignalEmergency, new { keyType = request.KeyType }).ConfigureAwait(false);
            var compromised = request.Compromised ? await CompromiseAsync(session, request, rotation, events).ConfigureAwait(false) : null;
            var open = await RotationQueries.FindOpenAsync(session, request.KeyType).ConfigureAwait(false);
            if (open is { State: RotationState.Scheduled or RotationState.Generating or RotationState.Propagating })
            {
                await RaiseAsync(session, open, rotation, opened.EventId, request.By, events).ConfigureAwait(false);
                await OpenIncidentAsync(session, request, rotation with { Id = open.Id }, incidentId, events).ConfigureAwait(false);
                return new EmergencyOpened(open.Id, Raised: true, null, compromised, incidentId);
            }
            if (open is not null)
                await SupersedeAsync(session, open, rotation, request.By, events).ConfigureAwait(false);
            if (await RotationOpening.InsertAsync(session, rotation).ConfigureAwait(false) != 1)
                throw new RotationMovedException(rotation.Id, rotation.State);
            events.Add(opened);
            await OpenIncidentAsync(session, request, rotation, incidentId, events).ConfigureAwait(false);
            return new EmergencyOpened(rotation.Id, Raised: false, open?.Id, compromised, incidentId);
        }, cancellationToken);
    }

    /// <summary>What became of it when it was carried out before.</summary>
    private static async Task<EmergencyOpened> BeforeAsync(Session session, Incident declared, RotationId own)
    {
        var superseded = await session.QuerySingleOrDefaultAsync<Uid?>(SupersededBy, new { id = (Uid)own.Value }).ConfigureAwait(false);
        return new EmergencyOpened(declared.RotationId, Raised: declared.RotationId != own, superseded is { } id ? new RotationId(id) : null, declared.CompromisedVersion, declared.Id);
    }

    private static async Task<int?> CompromiseAsync(Session session, EmergencyRequest request, Rotation rotation, List<AuditEvent> events)
    {
        if (request.ActiveVersion is not { } version)
            return null;
        if (await session.ExecuteAsync(MarkCompromised, new { keyType = request.KeyType, version, at = (Instant)rotation.ScheduledAt }).ConfigureAwait(false) != 1)
            return null;
        events.Add(RotationEvents.Compromised(rotation, version, rotation.ScheduledAt, request.By));
        return version;
    }

    /// <summary>With the emergency or not at all; its snapshot follows, so that nothing of it delays the emergency.</summary>
    private static async Task OpenIncidentAsync(Session session, EmergencyRequest request, Rotation rotation, Guid id, List<AuditEvent> events)
    {
        var incident = new Incident
        {
            Id = id,
            RotationId = rotation.Id,
            KeyType = request.KeyType,
            Reason = request.Reason,
            OpenedBy = request.By,
            OpenedAt = rotation.ScheduledAt,
            // One that was marked before is compromised all the same.
            CompromisedVersion = request.Compromised ? request.ActiveVersion : null,
        };
        await IncidentStore.InsertAsync(session, incident).ConfigureAwait(false);
        events.Add(IncidentEvents.Opened(incident));
    }

    private static async Task RaiseAsync(Session session, Rotation open, Rotation emergency, Guid operation, string by, List<AuditEvent> events)
    {
        var next = open with
        {
            Priority = RotationPriority.Emergency,
            Trigger = emergency.Trigger,
            Reason = emergency.Reason,
            OutsideWindow = true,
            TraceParent = emergency.TraceParent,
            // The bound of an emergency is counted from the emergency: consumers have it to answer in.
            PropagatingSince = open.PropagatingSince is null ? null : emergency.ScheduledAt,
        };
        if (await session.ExecuteAsync(RotationStore.Escalate, RotationStore.EscalationOf(open, next)).ConfigureAwait(false) != 1)
            throw new RotationMovedException(open.Id, open.State);
        events.Add(RotationEvents.Escalated(open, next, emergency.ScheduledAt, by) with { EventId = operation });
    }

    private static async Task SupersedeAsync(Session session, Rotation open, Rotation emergency, string by, List<AuditEvent> events)
    {
        RotationTransitions.Require(open.State, RotationState.Superseded);
        var parameters = new { id = (Uid)open.Id.Value, expected = open.State.ToSnakeCase(), at = (Instant)emergency.ScheduledAt, by = (Uid)emergency.Id.Value };
        if (await session.ExecuteAsync(Supersede, parameters).ConfigureAwait(false) != 1)
            throw new RotationMovedException(open.Id, open.State);
        // One that failed before its activation leaves a version that is never to be used.
        if (open.ToVersion is { } version && await KeyVersionChanges.DisablePendingAsync(session, open.KeyType, version, emergency.ScheduledAt).ConfigureAwait(false))
            events.Add(RotationEvents.PendingDisabled(open, version, emergency.ScheduledAt, by));
        await session.ExecuteAsync(TakeClaim, new { name = RotationClaim.Of(open.KeyType), holder = $"emergency {emergency.Id}" }).ConfigureAwait(false);
        await session.ExecuteAsync(VacateSlot, new { holder = SlotStore.HolderOf(open.Id) }).ConfigureAwait(false);
        await RangeClaims.RevokeAsync(session, open.Id.Value).ConfigureAwait(false);
        events.Add(RotationEvents.Superseded(open, emergency.Id, emergency.ScheduledAt, by));
    }
}
