using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Keys;
using KeyRotation.Restores;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Restores;

/// <summary>A restore of the store itself, in the control store.</summary>
internal sealed class RestoreStore(ControlStore store, TimeSpan consumerLease) : IRestoreStore
{
    private static readonly Statement Lost = new(
        """
        select key_type as KeyType, version as Version, problem as Problem, found_at as FoundAt, given_up_at as GivenUpAt
        from keyrotation.lost_version
        order by key_type, version
        """);

    private static readonly Statement Renew = new(
        """
        update keyrotation.store
        set incarnation_id = @next, restored_at = @at, consumers_awaited_until = {now+@milliseconds}
        where id = 1 and incarnation_id = @incarnation
        """);

    private static readonly Statement IsIncarnation = new("select count(*) from keyrotation.store where id = 1 and incarnation_id = @incarnation");

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.key_version (key_type, version, state, kek_id, wrapped_record, check_value, created_at, grace_ends_at, restored_at)
        values (@keyType, @version, @state, @kekId, @wrappedRecord, @checkValue, @createdAt, @graceEndsAt, @restoredAt)
        """);

    private static readonly Statement Forget = new("delete from keyrotation.lost_version where key_type = @keyType and version = @version");

    private static readonly Statement Note = new(
        """
        insert into keyrotation.lost_version (key_type, version, problem, found_at, given_up_at)
        values (@keyType, @version, @problem, @foundAt, @givenUpAt)
        """);

    // What is pending in the copy may have been active since.
    private static readonly Statement MarkPending = new("update keyrotation.key_version set restored_at = @at where state = 'pending' and restored_at is null");

    private static readonly Statement GrowEpochs = new("update keyrotation.key_type set epoch = epoch + 1");

    public Task<IReadOnlyList<LostVersion>> ListLostAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<LostVersion>>(async session =>
            [.. (await session.QueryAsync<LostRow>(Lost).ConfigureAwait(false)).Select(row => new LostVersion(row.KeyType, row.Version, row.Problem, row.FoundAt) { GivenUpAt = row.GivenUpAt })], cancellationToken);

    public async Task<bool> RestoreAsync(Fence fence, Restore restore, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            // Notes alone have no event that a COMMIT whose reply is lost could be known by; written twice, they say the same.
            return await store.CommitAsync(fence, events.Count > 0 ? events[0].EventId : Guid.NewGuid(), events, session => ApplyAsync(session, restore), cancellationToken).ConfigureAwait(false);
        }
        catch (AnotherIncarnationException)
        {
            return false;
        }
    }

    private async Task<bool> ApplyAsync(Session session, Restore restore)
    {
        if (!await IsStillAsync(session, restore).ConfigureAwait(false))
            throw new AnotherIncarnationException();
        var notes = restore.Lost.Concat(restore.Reworded).Concat(restore.GivenUp).ToArray();
        foreach (var note in restore.Over.Concat(notes))
            await session.ExecuteAsync(Forget, new { keyType = note.KeyType, version = note.Version }).ConfigureAwait(false);
        foreach (var lost in notes)
            await session.ExecuteAsync(Note, new { keyType = lost.KeyType, version = lost.Version, problem = lost.Problem, foundAt = (Instant)lost.FoundAt, givenUpAt = (Instant?)lost.GivenUpAt }).ConfigureAwait(false);
        foreach (var version in restore.Back)
            await session.ExecuteAsync(Insert, RowOf(version)).ConfigureAwait(false);
        if (restore.Next is null)
            return true;
        await session.ExecuteAsync(MarkPending, new { at = (Instant)restore.At }).ConfigureAwait(false);
        await session.ExecuteAsync(GrowEpochs).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> IsStillAsync(Session session, Restore restore)
    {
        var incarnation = (Uid)restore.Incarnation;
        return restore.Next is { } next
            ? await session.ExecuteAsync(Renew, new { next = (Uid)next, at = (Instant)restore.At, incarnation, milliseconds = (long)consumerLease.TotalMilliseconds }).ConfigureAwait(false) == 1
            : await session.QuerySingleAsync<long>(IsIncarnation, new { incarnation }).ConfigureAwait(false) == 1;
    }

    private static object RowOf(KeyVersion version) => new
    {
        keyType = version.KeyType,
        version = version.Version,
        state = version.State.ToSnakeCase(),
        kekId = version.KekId,
        wrappedRecord = version.WrappedRecord,
        checkValue = version.CheckValue,
        createdAt = (Instant)version.CreatedAt,
        graceEndsAt = (Instant?)version.GraceEndsAt,
        restoredAt = (Instant?)version.RestoredAt,
    };

    /// <summary>Rolls the transaction back.</summary>
    private sealed class AnotherIncarnationException : Exception;

    private sealed class LostRow
    {
        public required string KeyType { get; init; }
        public int Version { get; init; }
        public required string Problem { get; init; }
        public Instant FoundAt { get; init; }
        public Instant? GivenUpAt { get; init; }
    }
}
