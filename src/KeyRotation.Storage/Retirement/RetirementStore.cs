using KeyRotation.Audit;
using KeyRotation.Claims;
using KeyRotation.Retirement;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Retirement;

/// <summary>Retirement in the control store.</summary>
internal sealed class RetirementStore(ControlStore store, ClaimHolder holder) : IRetirementStore
{
    private static readonly Statement QuarantinedCells = new(
        """
        select target as Target, row_key as RowKey, column_name as ColumnName, key_version as KeyVersion
        from keyrotation.quarantine
        where key_type = @keyType and key_version is not null
        """);

    private static readonly Statement InsertJump = new(
        """
        insert into keyrotation.clock_jump (jump_id, instance, clock, seconds, seen_at)
        values (@id, @instance, @clock, @seconds, {now})
        """);

    private static readonly Statement MarkCompromised = new(
        """
        update keyrotation.key_version
        set compromised_at = @at, grace_ends_at = case when state = 'grace' then @at else grace_ends_at end
        where key_type = @keyType and version = @version and compromised_at is null and state not in ('pending', 'active')
        """);

    private readonly CensusBook _censuses = new(store, holder);

    public Task<RetirementFacts> LookAsync(string keyType, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => RetirementLook.ReadAsync(session, keyType), cancellationToken);

    public Task<IReadOnlyDictionary<(string Target, string RowKey, string Column), int>> ListQuarantinedAsync(string keyType, CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyDictionary<(string, string, string), int>>(async session =>
        {
            var cells = new Dictionary<(string, string, string), int>();
            foreach (var row in await session.QueryAsync<CellRow>(QuarantinedCells, new { keyType }).ConfigureAwait(false))
                if (row.KeyVersion is > 0 and <= int.MaxValue)
                    cells[(row.Target, row.RowKey, row.ColumnName)] = (int)row.KeyVersion;
            return cells;
        }, cancellationToken);

    public Task<Census> BeginCensusAsync(Fence? fence, string keyType, CancellationToken cancellationToken) => _censuses.BeginAsync(fence, keyType, cancellationToken);

    public Task<Census> EndCensusAsync(Fence? fence, Census census, CancellationToken cancellationToken) => _censuses.EndAsync(fence, census, cancellationToken);

    public Task<IReadOnlyList<Census>> LatestCensusesAsync(CancellationToken cancellationToken) => _censuses.LatestAsync(cancellationToken);

    public Task<bool> DisableAsync(Fence fence, RetirementChange change, AuditEvent @event, CancellationToken cancellationToken) =>
        CommitAsync(fence, @event, session => VersionEnding.DisableAsync(session, change), cancellationToken);

    public Task<bool> RetireAsync(Fence fence, RetirementChange change, AuditEvent @event, CancellationToken cancellationToken) =>
        CommitAsync(fence, @event, session => VersionEnding.RetireAsync(session, change), cancellationToken);

    public Task<bool> BackToGraceAsync(string keyType, int version, DateTimeOffset graceEndsAt, AuditEvent @event, CancellationToken cancellationToken) =>
        CommitAsync(null, @event, session => VersionEnding.BackToGraceAsync(session, keyType, version, graceEndsAt), cancellationToken);

    public Task<bool> MarkCompromisedAsync(string keyType, int version, DateTimeOffset at, AuditEvent @event, CancellationToken cancellationToken) =>
        CommitAsync(null, @event, async session => await session.ExecuteAsync(MarkCompromised, new { keyType, version, at = (Instant)at }).ConfigureAwait(false) == 1, cancellationToken);

    public Task<IReadOnlyList<AttemptedOpen>> ListAttemptsAsync(CancellationToken cancellationToken) =>
        store.Database.ReadOnceAsync(AttemptedOpens.OfDisabledAsync, cancellationToken);

    public Task<IReadOnlyList<AttemptedOpen>> ListRecentAttemptsAsync(TimeSpan within, CancellationToken cancellationToken) =>
        store.Database.ReadAsync(session => AttemptedOpens.RecentAsync(session, within), cancellationToken);

    public Task NoteClockJumpAsync(string instance, string clock, TimeSpan jump, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(session => session.ExecuteAsync(InsertJump, new { id = (Uid)Guid.NewGuid(), instance, clock, seconds = jump.TotalSeconds }), cancellationToken);

    private async Task<bool> CommitAsync(Fence? fence, AuditEvent @event, Func<Session, Task<bool>> change, CancellationToken cancellationToken)
    {
        try
        {
            return await store.CommitAsync(fence, [@event], async session => await change(session).ConfigureAwait(false) ? true : throw new ChangedMeanwhileException(), cancellationToken).ConfigureAwait(false);
        }
        catch (ChangedMeanwhileException)
        {
            return false;
        }
    }

    /// <summary>Rolls the transaction back, its audit event with it.</summary>
    private sealed class ChangedMeanwhileException : Exception;

    private sealed class CellRow
    {
        public required string Target { get; init; }
        public required string RowKey { get; init; }
        public required string ColumnName { get; init; }
        public long KeyVersion { get; init; }
    }
}
