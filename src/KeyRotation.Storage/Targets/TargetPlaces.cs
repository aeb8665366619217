using KeyRotation.Audit;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>
/// Where registered targets are kept. Unlike the rest of an entry this may change: by command, or where a node starts that knows more
/// than the entry says. Never by a start that knows less, or something else: what the entry names may hold ciphertext.
/// </summary>
internal sealed class TargetPlaces(ControlStore store, TimeProvider time)
{
    private static readonly Statement OfKeyType = new(
        """
        select name as Name, database_identity as DatabaseIdentity, table_name as TableName, history_table as HistoryTable
        from keyrotation.target
        where key_type = @keyType and retired_at is null
        order by name
        """);

    private static readonly Statement OfTarget = new(
        """
        select name as Name, database_identity as DatabaseIdentity, table_name as TableName, history_table as HistoryTable
        from keyrotation.target
        where name = @name
        """);

    private static readonly Statement Set = new(
        """
        update keyrotation.target
        set database_identity = @Database, table_name = @Table, history_table = @History
        where name = @Target
        """);

    public static Task<IReadOnlyList<RegisteredTarget>> ListAsync(Database store, string keyType, CancellationToken cancellationToken) =>
        store.ReadAsync(session => ListAsync(session, keyType), cancellationToken);

    public static async Task<IReadOnlyList<RegisteredTarget>> ListAsync(Session session, string keyType) =>
        [.. (await session.QueryAsync<PlaceRow>(OfKeyType, new { keyType }).ConfigureAwait(false)).Select(row => new RegisteredTarget(row.Name, row.ToPlace()))];

    /// <summary>Notes what the entry does not have yet.</summary>
    /// <returns>The registered place as it is then; null where there is no entry.</returns>
    public async Task<TargetPlace?> NoteAsync(TargetPlace place, string keyType, bool register, CancellationToken cancellationToken)
    {
        var present = await store.Database.ReadAsync(session => FindAsync(session, place.Target), cancellationToken).ConfigureAwait(false);
        if (!register || !place.Extends(present))
            return present;
        await SetAsync(place, keyType, place.Extends, "configuration", null, cancellationToken).ConfigureAwait(false);
        return await store.Database.ReadAsync(session => FindAsync(session, place.Target), cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False: it is registered there already.</returns>
    public Task<bool> MoveAsync(TargetPlace place, string keyType, string reason, string by, CancellationToken cancellationToken) =>
        SetAsync(place, keyType, present => present != place, by, reason, cancellationToken);

    private Task<bool> SetAsync(TargetPlace place, string keyType, Func<TargetPlace?, bool> mayReplace, string actor, string? reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var operation = Guid.CreateVersion7(now);
        var events = new List<AuditEvent>();
        return store.CommitAsync(null, operation, events, async session =>
        {
            events.Clear();
            await session.ExecuteAsync(TargetRegistry.LockKeyType, new { keyType }).ConfigureAwait(false);
            var present = await FindAsync(session, place.Target).ConfigureAwait(false);
            if (!mayReplace(present))
                return false;
            await session.ExecuteAsync(Set, place).ConfigureAwait(false);
            var details = new Dictionary<string, string> { ["target"] = place.Target, ["from"] = Words(present), ["to"] = Words(place) };
            if (reason is not null)
                details["reason"] = reason;
            events.Add(new AuditEvent { EventId = operation, OccurredAt = now, KeyType = keyType, Action = AuditActions.TargetMoved, Outcome = AuditOutcome.Success, Actor = actor, Details = details });
            return true;
        }, cancellationToken);
    }

    private static async Task<TargetPlace?> FindAsync(Session session, string name) =>
        (await session.QuerySingleOrDefaultAsync<PlaceRow>(OfTarget, new { name }).ConfigureAwait(false))?.ToPlace();

    /// <summary>Null in an entry that was made before places were kept.</summary>
    public static TargetPlace? PlaceOf(string name, string? database, string? table, string? history) =>
        database is null || table is null ? null : new TargetPlace(name, database, table, history);

    private static string Words(TargetPlace? place) =>
        place is null ? "unknown" : $"{place.Table} in {place.Database}, history {place.History ?? "none"}";

    private sealed class PlaceRow
    {
        public required string Name { get; init; }
        public string? DatabaseIdentity { get; init; }
        public string? TableName { get; init; }
        public string? HistoryTable { get; init; }

        public TargetPlace? ToPlace() => PlaceOf(Name, DatabaseIdentity, TableName, HistoryTable);
    }
}
