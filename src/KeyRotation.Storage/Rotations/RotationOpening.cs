using System.Data.Common;
using KeyRotation.Audit;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Rotations;

/// <summary>Opens a rotation, at most one for a key type: whoever comes second gets the id of the first.</summary>
internal sealed class RotationOpening(ControlStore store)
{
    /// <summary>Whichever version is active.</summary>
    private const int Any = -1;

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.rotation (rotation_id, key_type, state, trigger_name, priority, requested_by, reason, scheduled_at,
            not_before, outside_window, attempts, trace_parent)
        select @RotationId, @KeyType, @State, @TriggerName, @Priority, @RequestedBy, @Reason, @ScheduledAt, @NotBefore, @OutsideWindow, 0, @TraceParent
        where not exists (select 1 from keyrotation.rotation where key_type = @KeyType and ended_at is null)
          and @seenActive in (-1, coalesce((select max(version) from keyrotation.key_version where key_type = @KeyType and state = 'active'), 0))
        """);

    private static readonly Statement ActiveVersion = new("select coalesce(max(version), 0) from keyrotation.key_version where key_type = @keyType and state = 'active'");

    private readonly RotationQueries _queries = new(store);

    public async Task<OpenedRotation> RunAsync(Rotation rotation, AuditEvent opened, int? seenActive, CancellationToken cancellationToken)
    {
        try
        {
            return await store.CommitAsync(null, [opened], async session =>
                await InsertAsync(session, rotation, seenActive ?? Any).ConfigureAwait(false) == 1
                    ? new OpenedRotation(true, rotation.Id)
                    : throw new NotOpenedException(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is NotOpenedException || (refused is DbException violation && store.Database.Dialect.IsUniqueViolation(violation)))
        {
            // The transaction is rolled back, its audit event with it: nothing was opened.
            if (await _queries.FindAsync(rotation.Id, cancellationToken).ConfigureAwait(false) is { } present)
                // Our own: the reply to its COMMIT was lost, or a request is carried out twice. It may have ended since, and another be open.
                return new OpenedRotation(true, present.Id);
            if (await _queries.FindOpenAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false) is { } open)
                return new OpenedRotation(false, open.Id);
            return seenActive is { } seen && await ActiveVersionAsync(rotation.KeyType, cancellationToken).ConfigureAwait(false) != seen
                ? new OpenedRotation(false, rotation.Id) { IsOutdated = true }
                : await RunAsync(rotation, opened, seenActive, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <param name="session">Of the transaction that it belongs to.</param>
    /// <param name="rotation">The rotation.</param>
    /// <param name="seenActive">Only where this version is active, 0 = none.</param>
    /// <returns>1, or 0: another one is open, or another version active.</returns>
    internal static Task<int> InsertAsync(Session session, Rotation rotation, int seenActive = Any)
    {
        var row = RotationRow.Of(rotation);
        return session.ExecuteAsync(Insert, new
        {
            row.RotationId,
            row.KeyType,
            row.State,
            row.TriggerName,
            row.Priority,
            row.RequestedBy,
            row.Reason,
            row.ScheduledAt,
            row.NotBefore,
            row.OutsideWindow,
            row.TraceParent,
            seenActive,
        });
    }

    private Task<int> ActiveVersionAsync(string keyType, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => session.QuerySingleAsync<int>(ActiveVersion, new { keyType }), cancellationToken);

    /// <summary>Rolls the transaction back.</summary>
    private sealed class NotOpenedException : Exception;
}
