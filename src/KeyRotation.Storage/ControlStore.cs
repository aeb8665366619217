using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Faults;
using KeyRotation.Storage.Audit;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage;

/// <summary>
/// The database that holds key versions, rotations and the audit trail. Every change of state goes through
/// <c>CommitAsync</c>: fence, change, audit events, one COMMIT.
/// </summary>
public sealed class ControlStore(Database database, TimeSpan claimDuration, Failpoints? failpoints = null)
{
    public Database Database { get; } = database;

    /// <summary>How long a claim lives without being renewed, on the database's clock. Default 10 s; tests use less.</summary>
    public TimeSpan ClaimDuration { get; } = claimDuration;

    internal Failpoints Failpoints { get; } = failpoints ?? Failpoints.None;

    /// <summary>
    /// Commits a change with its audit events, or nothing. The id of the first event is the operation's id: when the reply to
    /// COMMIT was lost, the next attempt finds the event and does not repeat the change.
    /// </summary>
    internal Task<T> CommitAsync<T>(Fence? fence, IReadOnlyList<AuditEvent> events, Func<Session, Task<T>> change, CancellationToken cancellationToken) =>
        CommitAsync(fence, events[0].EventId, events, change, cancellationToken);

    /// <summary>The same for a change that decides itself which events it adds; without any, nothing is appended.</summary>
    internal async Task<T> CommitAsync<T>(Fence? fence, Guid operation, IReadOnlyList<AuditEvent> events, Func<Session, Task<T>> change, CancellationToken cancellationToken)
    {
        var attempted = false;
        T result = default!;
        if (Rehearsal.IsOn)
            return await RehearseAsync(fence, events, change, cancellationToken).ConfigureAwait(false);
        var committed = await Database.InTransactionAsync(async session =>
        {
            // The fence first: it waits for a COMMIT of the former attempt that is still under way.
            if (fence is not null)
                await session.HoldAsync(fence, ClaimDuration).ConfigureAwait(false);
            if (attempted && await AuditWriter.ContainsAsync(session, operation).ConfigureAwait(false))
                return result;
            attempted = true;
            result = await change(session).ConfigureAwait(false);
            if (events.Count > 0)
                await AuditWriter.AppendAsync(session, events).ConfigureAwait(false);
            Reach(events, FailpointNames.BeforeCommit);
            return result;
        }, cancellationToken).ConfigureAwait(false);
        Reach(events, FailpointNames.AfterCommit);
        return committed;
    }

    internal Task CommitAsync(Fence? fence, AuditEvent @event, Func<Session, Task> change, CancellationToken cancellationToken) =>
        CommitAsync(fence, [@event], async session =>
        {
            await change(session).ConfigureAwait(false);
            return 0;
        }, cancellationToken);

    private async Task<T> RehearseAsync<T>(Fence? fence, IReadOnlyList<AuditEvent> events, Func<Session, Task<T>> change, CancellationToken cancellationToken)
    {
        T result = default!;
        try
        {
            await Database.InTransactionAsync<T>(async session =>
            {
                if (fence is not null)
                    await session.HoldAsync(fence, ClaimDuration).ConfigureAwait(false);
                result = await change(session).ConfigureAwait(false);
                if (events.Count > 0)
                    await AuditWriter.AppendAsync(session, events).ConfigureAwait(false);
                throw new RehearsedException();
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (RehearsedException)
        {
            // All of it was done, and is taken back.
        }
        return result;
    }

    private void Reach(IReadOnlyList<AuditEvent> events, Func<string, string> side)
    {
        if (Failpoints.AreSet && events.Count > 0)
            Failpoints.Reach(side(FailpointNames.Audit(events[0].Action)));
    }
}
