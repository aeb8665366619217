using KeyRotation.Claims;
using KeyRotation.Retirement;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Retirement;

/// <summary>What was counted, kept for evidence. No later run relies on it: each counts for itself.</summary>
internal sealed class CensusBook(ControlStore store, ClaimHolder holder)
{
    private static readonly Statement Clock = new("select {now}");

    private static readonly Statement Begin = new(
        """
        insert into keyrotation.census (census_id, key_type, counted_by, begun_at)
        values (@id, @keyType, @countedBy, {now})
        """);

    private static readonly Statement BegunAt = new("select begun_at from keyrotation.census where census_id = @id");

    private static readonly Statement End = new("update keyrotation.census set ended_at = {now} where census_id = @id and ended_at is null");

    private static readonly Statement EndedAt = new("select ended_at from keyrotation.census where census_id = @id");

    private static readonly Statement InsertTarget = new(
        """
        insert into keyrotation.census_target (census_id, target, rows_counted, unreadable, obstacle, detail)
        values (@id, @target, @rows, @unreadable, @obstacle, @detail)
        """);

    private static readonly Statement InsertReference = new(
        """
        insert into keyrotation.census_reference (census_id, target, version, ciphertexts)
        values (@id, @target, @version, @ciphertexts)
        """);

    private static readonly Statement Latest = new(
        """
        select c.census_id as Id, c.key_type as KeyType, c.counted_by as CountedBy, c.begun_at as BegunAt, c.ended_at as EndedAt
        from keyrotation.census c
        where c.ended_at is not null
          and not exists (select 1 from keyrotation.census o where o.key_type = c.key_type and (o.ended_at > c.ended_at or (o.ended_at = c.ended_at and o.census_id > c.census_id)))
        """);

    private static readonly Statement TargetsOf = new(
        """
        select target as Target, rows_counted as RowsCounted, unreadable as Unreadable, obstacle as Obstacle, detail as Detail
        from keyrotation.census_target
        where census_id = @id
        order by target
        """);

    private static readonly Statement ReferencesOf = new(
        """
        select target as Target, version as Version, ciphertexts as Ciphertexts
        from keyrotation.census_reference
        where census_id = @id
        """);

    public Task<Census> BeginAsync(Fence? fence, string keyType, CancellationToken cancellationToken)
    {
        var census = new Census(Guid.CreateVersion7(), keyType, holder.Name, default);
        return store.Database.InTransactionAsync(async session =>
        {
            if (fence is null)
                return census with { BegunAt = await session.QuerySingleAsync<Instant>(Clock).ConfigureAwait(false) };
            await session.HoldAsync(fence, store.ClaimDuration).ConfigureAwait(false);
            var row = new { id = (Uid)census.Id, keyType, countedBy = census.CountedBy };
            await session.ExecuteAsync(Begin, row).ConfigureAwait(false);
            return census with { BegunAt = await session.QuerySingleAsync<Instant>(BegunAt, row).ConfigureAwait(false) };
        }, cancellationToken);
    }

    public Task<Census> EndAsync(Fence? fence, Census census, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(async session =>
        {
            if (fence is null)
                return census with { EndedAt = await session.QuerySingleAsync<Instant>(Clock).ConfigureAwait(false) };
            await session.HoldAsync(fence, store.ClaimDuration).ConfigureAwait(false);
            var id = (Uid)census.Id;
            // Not again where the reply to a COMMIT was lost.
            if (await session.ExecuteAsync(End, new { id }).ConfigureAwait(false) == 1)
                await WriteAsync(session, id, census.Targets).ConfigureAwait(false);
            return census with { EndedAt = await session.QuerySingleAsync<Instant>(EndedAt, new { id }).ConfigureAwait(false) };
        }, cancellationToken);

    public Task<IReadOnlyList<Census>> LatestAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<Census>>(async session =>
        {
            var censuses = new List<Census>();
            foreach (var row in await session.QueryAsync<CensusRow>(Latest).ConfigureAwait(false))
            {
                var references = (await session.QueryAsync<ReferenceRow>(ReferencesOf, new { id = row.Id }).ConfigureAwait(false)).ToLookup(reference => reference.Target);
                var targets = await session.QueryAsync<TargetRow>(TargetsOf, new { id = row.Id }).ConfigureAwait(false);
                censuses.Add(new Census(row.Id, row.KeyType, row.CountedBy, row.BegunAt) { EndedAt = row.EndedAt, Targets = [.. targets.Select(target => target.ToCount(references[target.Target]))] });
            }
            return censuses;
        }, cancellationToken);

    private static async Task WriteAsync(Session session, Uid id, IReadOnlyList<TargetCount> targets)
    {
        foreach (var target in targets)
        {
            await session.ExecuteAsync(InsertTarget, new { id, target = target.Target, rows = target.Rows, unreadable = target.Unreadable, obstacle = target.Obstacle?.Reason.ToSnakeCase(), detail = target.Obstacle?.Detail }).ConfigureAwait(false);
            foreach (var (version, ciphertexts) in target.References)
                await session.ExecuteAsync(InsertReference, new { id, target = target.Target, version, ciphertexts }).ConfigureAwait(false);
        }
    }

    private sealed class CensusRow
    {
        public Uid Id { get; init; }
        public required string KeyType { get; init; }
        public required string CountedBy { get; init; }
        public Instant BegunAt { get; init; }
        public Instant EndedAt { get; init; }
    }

    private sealed class TargetRow
    {
        public required string Target { get; init; }
        public long RowsCounted { get; init; }
        public long Unreadable { get; init; }
        public string? Obstacle { get; init; }
        public string? Detail { get; init; }

        public TargetCount ToCount(IEnumerable<ReferenceRow> references) => new(Target)
        {
            Rows = RowsCounted,
            Unreadable = Unreadable,
            References = references.ToDictionary(reference => reference.Version, reference => reference.Ciphertexts),
            Obstacle = Obstacle is null ? null : new CountObstacle(StoredName.Parse<KeepReason>(Obstacle, $"The obstacle to counting target {Target}"), Detail ?? ""),
        };
    }

    private sealed class ReferenceRow
    {
        public required string Target { get; init; }
        public int Version { get; init; }
        public long Ciphertexts { get; init; }
    }
}
