using System.Text.Json;
using KeyRotation.Audit;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>Immutable entries: a target's name, context columns with their logical types, and columns are bound into ciphertexts.</summary>
internal sealed class TargetRegistry(ControlStore store, TimeProvider time)
{
    private static readonly Statement Names = new("select name from keyrotation.target where key_type = @keyType and retired_at is null order by name");

    private static readonly Statement All = new(
        """
        select name as Name, key_type as KeyType, columns as Columns, database_identity as DatabaseIdentity, table_name as TableName, history_table as HistoryTable,
            registered_at as RegisteredAt, retired_at as RetiredAt
        from keyrotation.target
        order by key_type, name
        """);

    private static readonly Statement ByName = new(
        """
        select name as Name, key_type as KeyType, context_columns as ContextColumns, columns as Columns, retired_at as RetiredAt
        from keyrotation.target
        where name = @name
        """);

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.target (name, key_type, context_columns, columns, registered_at)
        values (@Name, @KeyType, @ContextColumns, @Columns, @now)
        """);

    // Held until the COMMIT: a version of the key type is disabled or retired before the registry changes, or after it and with what it says.
    internal static readonly Statement LockKeyType = new("update keyrotation.key_type set epoch = epoch where name = @keyType");

    private static readonly Statement Retire = new("update keyrotation.target set retired_at = @now where name = @name and retired_at is null");

    private static readonly Statement Return = new("update keyrotation.target set retired_at = null where name = @name and retired_at is not null");

    /// <summary>Says what contradicts the target's entry; makes the entry where there is none and <paramref name="register"/> says so.</summary>
    public async Task<string?> RegisterAsync(TargetDefinition target, bool register, CancellationToken cancellationToken)
    {
        var wanted = Entry.Of(target);
        var present = await store.Database.ReadAsync(session => session.QuerySingleOrDefaultAsync<Entry>(ByName, new { name = target.Name }), cancellationToken).ConfigureAwait(false);
        if (present?.Contradiction(wanted) is { } contradiction)
            return contradiction;
        if (!register || present is { RetiredAt: null })
            return null;
        var now = time.GetUtcNow();
        var details = new Dictionary<string, string> { ["target"] = target.Name, ["table"] = target.Table, ["context_columns"] = wanted.ContextColumns, ["columns"] = wanted.Columns };
        try
        {
            if (present is null)
                await store.CommitAsync(null, Event(AuditActions.TargetRegistered, target.KeyType, "configuration", now, details), session => InsertAsync(session, wanted, now), cancellationToken).ConfigureAwait(false);
            else
                await ChangeAsync(Return, Event(AuditActions.TargetReturned, target.KeyType, "configuration", now, details), target.Name, target.KeyType, now, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (System.Data.Common.DbException violation) when (store.Database.Dialect.IsUniqueViolation(violation))
        {
            // Another node registered it at the same moment: compare with what it wrote.
            return await RegisterAsync(target, register, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Retires the entry of a target that is gone for good: rotations complete without it from now on.</summary>
    /// <returns>False: it is retired already.</returns>
    /// <exception cref="TargetProblemException">There is no such target.</exception>
    public async Task<bool> RetireAsync(string name, string reason, string by, CancellationToken cancellationToken)
    {
        if (await store.Database.ReadAsync(session => session.QuerySingleOrDefaultAsync<Entry>(ByName, new { name }), cancellationToken).ConfigureAwait(false) is not { } present)
            throw new TargetProblemException([$"No target '{name}' is registered."]);
        var now = time.GetUtcNow();
        return await ChangeAsync(Retire, Event(AuditActions.TargetRetired, present.KeyType, by, now, new Dictionary<string, string> { ["target"] = name, ["reason"] = reason }), name, present.KeyType, now, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Every entry, those that are gone for good as well.</summary>
    public static async Task<IReadOnlyList<TargetEntry>> ListAsync(Database store, CancellationToken cancellationToken) =>
        [.. (await store.ReadAsync(session => session.QueryAsync<ListedRow>(All), cancellationToken).ConfigureAwait(false)).Select(row => row.ToEntry())];

    /// <summary>The key type's targets, those that are gone for good left out.</summary>
    public static Task<IReadOnlyList<string>> NamesAsync(Database store, string keyType, CancellationToken cancellationToken) =>
        store.ReadAsync(session => NamesAsync(session, keyType), cancellationToken);

    public static Task<IReadOnlyList<string>> NamesAsync(Session session, string keyType) => session.QueryAsync<string>(Names, new { keyType });

    private static async Task InsertAsync(Session session, Entry entry, DateTimeOffset now)
    {
        await session.ExecuteAsync(LockKeyType, new { keyType = entry.KeyType }).ConfigureAwait(false);
        await session.ExecuteAsync(Insert, new { entry.Name, entry.KeyType, entry.ContextColumns, entry.Columns, now = (Instant)now }).ConfigureAwait(false);
    }

    /// <returns>False, and no event: somebody else did it at the same moment.</returns>
    private Task<bool> ChangeAsync(Statement change, AuditEvent @event, string name, string keyType, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var events = new List<AuditEvent>();
        return store.CommitAsync(null, @event.EventId, events, async session =>
        {
            events.Clear();
            await session.ExecuteAsync(LockKeyType, new { keyType }).ConfigureAwait(false);
            var isChanged = await session.ExecuteAsync(change, new { name, now = (Instant)now }).ConfigureAwait(false) == 1;
            if (isChanged)
                events.Add(@event);
            return isChanged;
        }, cancellationToken);
    }

    private static AuditEvent Event(string action, string keyType, string actor, DateTimeOffset now, IReadOnlyDictionary<string, string> details) => new()
    {
        EventId = Guid.CreateVersion7(now),
        OccurredAt = now,
        KeyType = keyType,
        Action = action,
        Outcome = AuditOutcome.Success,
        Actor = actor,
        Details = details,
    };

    private sealed class ListedRow
    {
        public required string Name { get; init; }
        public required string KeyType { get; init; }
        public required string Columns { get; init; }
        public string? DatabaseIdentity { get; init; }
        public string? TableName { get; init; }
        public string? HistoryTable { get; init; }
        public required Instant RegisteredAt { get; init; }
        public Instant? RetiredAt { get; init; }

        public TargetEntry ToEntry() => new(
            Name, KeyType, JsonSerializer.Deserialize<string[]>(Columns)!, TargetPlaces.PlaceOf(Name, DatabaseIdentity, TableName, HistoryTable), RegisteredAt, RetiredAt);
    }

    private sealed class Entry
    {
        public required string Name { get; init; }
        public required string KeyType { get; init; }
        public required string ContextColumns { get; init; }
        public required string Columns { get; init; }
        public Instant? RetiredAt { get; init; }

        public static Entry Of(TargetDefinition target) => new()
        {
            Name = target.Name,
            KeyType = target.KeyType,
            ContextColumns = JsonSerializer.Serialize(target.ContextColumns.Select(column => $"{column.Name}:{column.Type.ToSnakeCase()}")),
            Columns = JsonSerializer.Serialize(target.Columns.Select(column => column.Name)),
        };

        public string? Contradiction(Entry wanted)
        {
            if (KeyType != wanted.KeyType)
                return Differs("key type", KeyType, wanted.KeyType);
            if (ContextColumns != wanted.ContextColumns)
                return Differs("context columns", ContextColumns, wanted.ContextColumns);
            return Columns == wanted.Columns ? null : Differs("columns", Columns, wanted.Columns);
        }

        private string Differs(string what, string registered, string configured) =>
            $"Target {Name} is registered with {what} {registered}; now it has {configured}. They are bound into every ciphertext: put the registered ones back, or configure a target of another name and adopt the data into it.";
    }
}
