using System.Data.Common;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Storage.Schema;

/// <summary>
/// Puts the first rows into a store: its incarnation, its audit lanes, the registry of key types. Safe to run again at every
/// start; what is there is never changed.
/// </summary>
public sealed partial class StoreInitializer(ControlStore store, TimeProvider time, ILogger<StoreInitializer> logger)
{
    /// <summary>Lanes of a new store. SQLite has one writer, so one lane.</summary>
    public const int DefaultAuditLanes = 32;

    /// <summary>Key ids below this are the built-in key types'.</summary>
    public const int FirstConfiguredKeyId = 1000;

    private static readonly Statement InsertStore = new(
        """
        insert into keyrotation.store (id, incarnation_id, created_at)
        select 1, @incarnation, @now
        where not exists (select 1 from keyrotation.store)
        """);

    private static readonly Statement InsertLane = new(
        """
        insert into keyrotation.audit_lane (lane, seq, head)
        select @lane, 0, @head
        where not exists (select 1 from keyrotation.audit_lane where lane = @lane)
        """);

    private static readonly Statement CountLanes = new("select count(*) from keyrotation.audit_lane");

    private static readonly Statement KeyTypeNames = new("select name as Name, key_id as KeyId from keyrotation.key_type");

    private static readonly Statement InsertKeyType = new(
        """
        insert into keyrotation.key_type (key_id, name, epoch, activation, events, created_at)
        values (@keyId, @name, 0, 0, 0, @now)
        """);

    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var lanes = store.Database.Kind == DatabaseKind.Sqlite ? 1 : DefaultAuditLanes;
        await OnceMoreAfterARaceAsync(async session =>
        {
            await session.ExecuteAsync(InsertStore, new { incarnation = (Uid)Guid.NewGuid(), now = (Instant)time.GetUtcNow() }).ConfigureAwait(false);
            if (await session.QuerySingleAsync<int>(CountLanes).ConfigureAwait(false) == 0)
                for (var lane = 0; lane < lanes; lane++)
                    await session.ExecuteAsync(InsertLane, new { lane, head = Genesis }).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        await WarnOfWaitingReadersAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers key types that the store does not have. A configured one without a key id of its own gets the next free.</summary>
    /// <param name="keyTypes">Name and, where it is fixed, the key id.</param>
    /// <exception cref="KeyIdConflictException">A key id or a name is registered otherwise.</exception>
    public Task RegisterKeyTypesAsync(IReadOnlyList<(string Name, int? KeyId)> keyTypes, CancellationToken cancellationToken) =>
        OnceMoreAfterARaceAsync(async session =>
        {
            var known = (await session.QueryAsync<KeyTypeRow>(KeyTypeNames).ConfigureAwait(false)).ToDictionary(row => row.Name, row => row.KeyId);
            foreach (var (name, fixedId) in keyTypes)
            {
                if (known.TryGetValue(name, out var registered))
                {
                    if (fixedId is { } wanted && wanted != registered)
                        throw new KeyIdConflictException($"Key type {name} is registered with key id {registered}; the configuration says {wanted}. A key id stands in every ciphertext and never changes: put {registered} into the configuration, or choose another name.");
                    continue;
                }
                var keyId = fixedId ?? known.Values.Append(FirstConfiguredKeyId - 1).Max() + 1;
                if (known.FirstOrDefault(pair => pair.Value == keyId).Key is { } owner)
                    throw new KeyIdConflictException($"Key id {keyId}, configured for key type {name}, belongs to {owner}. Choose another one from {FirstConfiguredKeyId} up, or leave it out.");
                await session.ExecuteAsync(InsertKeyType, new { keyId, name, now = (Instant)time.GetUtcNow() }).ConfigureAwait(false);
                known[name] = keyId;
            }
        }, cancellationToken);

    /// <summary>Of nodes that start together one inserts first; the others look again, and find it there.</summary>
    private async Task OnceMoreAfterARaceAsync(Func<Session, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await store.Database.InTransactionAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException violation) when (store.Database.Dialect.IsUniqueViolation(violation))
        {
            await store.Database.InTransactionAsync(work, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WarnOfWaitingReadersAsync(CancellationToken cancellationToken)
    {
        var database = await store.Database.ReadAsync(session => session.QuerySingleOrDefaultAsync<string>(store.Database.Dialect.ReadersWaitForWriters), cancellationToken).ConfigureAwait(false);
        if (database is not null)
            LogReadersWait(logger, store.Database.DisplayName, store.Database.Dialect.Quote(database));
    }

    private static byte[] Genesis => new byte[32];

    private sealed class KeyTypeRow
    {
        public required string Name { get; init; }
        public int KeyId { get; init; }
    }

    [LoggerMessage(3103, LogLevel.Warning, "READ_COMMITTED_SNAPSHOT is off in {Database}: applications and nodes that read a row wait while a transaction has it locked, such as a batch of a migration, and two transactions deadlock more easily. Nothing is lost by it. A database administrator switches it on with: ALTER DATABASE {Name} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE; which rolls back what other sessions have open, so choose a quiet moment")]
    private static partial void LogReadersWait(ILogger logger, string database, string name);
}
