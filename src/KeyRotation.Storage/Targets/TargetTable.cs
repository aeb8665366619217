using Dapper;
using KeyRotation.Claims;
using KeyRotation.Faults;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Migration;

namespace KeyRotation.Storage.Targets;

/// <summary>One target in its database, which may or may not be the control store's.</summary>
internal sealed class TargetTable(ControlStore store, Database database, TargetDefinition definition, IReadOnlyList<SourceColumn> sources) : ITargetTable
{
    // The target's transaction must have ended well before the claim can be taken over by another node.
    private const double ShareOfClaim = 0.5;

    private readonly TargetSql _sql = TargetSql.For(database.Dialect, definition, sources);

    public TargetDefinition Definition { get; } = definition;

    public string KeyOf(TargetRow row) => KeyCodec.Encode(row.Key);

    public Task<IReadOnlyList<TargetRow>> ReadAsync(RangeBounds bounds, int limit, CancellationToken cancellationToken)
    {
        var after = KeyOf(bounds.After);
        var through = KeyOf(bounds.Through);
        var statement = _sql.Read(after is not null, through is not null);
        return HiddenRows.ReadAsync<IReadOnlyList<TargetRow>>(database, Definition, async session =>
        {
            var command = new CommandDefinition(statement.For(session.Dialect), _sql.ReadParameters(after, through, limit), session.Transaction, cancellationToken: session.CancellationToken);
            await using var reader = await session.Connection.ExecuteReaderAsync(command).ConfigureAwait(false);
            var rows = new List<TargetRow>(limit);
            while (await reader.ReadAsync(session.CancellationToken).ConfigureAwait(false))
                rows.Add(_sql.ReadRow(reader));
            return rows;
        }, cancellationToken);
    }

    public Task<long> EstimateRowsAsync(CancellationToken cancellationToken) =>
        database.ReadOnceAsync(session => session.QuerySingleAsync<long>(_sql.EstimateRows), cancellationToken);

    public Task<IReadOnlyList<string>> SampleBoundariesAsync(int parts, long rows, CancellationToken cancellationToken) =>
        database.ReadOnceAsync<IReadOnlyList<string>>(async session =>
        {
            var command = new CommandDefinition(_sql.Boundaries(rows).For(session.Dialect), new { parts }, cancellationToken: session.CancellationToken);
            await using var reader = await session.Connection.ExecuteReaderAsync(command).ConfigureAwait(false);
            var boundaries = new List<string>(parts);
            while (await reader.ReadAsync(session.CancellationToken).ConfigureAwait(false))
                boundaries.Add(KeyCodec.Encode(_sql.ReadKey(reader)));
            return boundaries;
        }, cancellationToken);

    public Task<RangeProgress> CommitBatchAsync(RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken) =>
        database.IsSameAs(store.Database)
            ? CommitTogetherAsync(range, batch, cancellationToken)
            : CommitApartAsync(range, batch, cancellationToken);

    private object[]? KeyOf(string? canonical) => canonical is null ? null : KeyCodec.Decode(canonical, Definition.KeyColumns);

    private async Task<RangeProgress> CommitTogetherAsync(RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken)
    {
        var commitment = await store.Database.CommitAsync(
            [
                RangeClaims.Renew(range, store.ClaimDuration),
                .. WriteBack(batch),
                .. RangeCheckpoint.Steps(range, batch, batch.Rewrites.Count > 0 ? null : 0, Definition.KeyType, store.Database.Dialect, store.ClaimDuration),
            ], cancellationToken, BeforeCommit).ConfigureAwait(false);
        return await BehindAsync(range, batch, commitment, commitment.Counted.GetValueOrDefault(RangeCheckpoint.Written), cancellationToken).ConfigureAwait(false);
    }

    private async Task<RangeProgress> CommitApartAsync(RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken)
    {
        var written = batch.Rewrites.Count > 0 ? await WriteBackApartAsync(range, batch, cancellationToken).ConfigureAwait(false) : 0;
        var commitment = await store.Database.CommitAsync(
            [
                RangeClaims.Renew(range, store.ClaimDuration),
                .. RangeCheckpoint.Steps(range, batch, written, Definition.KeyType, store.Database.Dialect, store.ClaimDuration),
            ], cancellationToken, BeforeCommit).ConfigureAwait(false);
        return await BehindAsync(range, batch, commitment, written, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RangeProgress> BehindAsync(RangeProgress range, MigrationBatch batch, Commitment commitment, int written, CancellationToken cancellationToken)
    {
        if (commitment.Refused is null)
        {
            store.Failpoints.Reach(FailpointNames.AfterCommit(FailpointNames.Batch));
            return RangeCheckpoint.Behind(range, batch, written);
        }
        return commitment.IsRangeLost()
            ? throw new ClaimLostException(RangeClaims.Describe(range))
            : await RangeCheckpoint.CommittedBeforeAsync(store.Database, range, batch, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> WriteBackApartAsync(RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken)
    {
        // The deadline is monotonic and begins before the claim is renewed, so it lies ahead of the claim's expiry: a process
        // that was stopped in between sends nothing when it is continued.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(store.ClaimDuration * ShareOfClaim);
        try
        {
            if ((await store.Database.CommitAsync([RangeClaims.Renew(range, store.ClaimDuration)], deadline.Token).ConfigureAwait(false)).IsRangeLost())
                throw new ClaimLostException(RangeClaims.Describe(range));
            deadline.Token.ThrowIfCancellationRequested();
            var commitment = await database.CommitAsync(WriteBack(batch), deadline.Token).ConfigureAwait(false);
            return commitment.Counted[RangeCheckpoint.Written];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"A batch of {batch.Rewrites.Count} rows of target {Definition.Name} was not written within {(store.ClaimDuration * ShareOfClaim).TotalSeconds:0} s, half a claim. Make Migration:BatchSize smaller, or find out what holds the rows.");
        }
    }

    private void BeforeCommit() => store.Failpoints.Reach(FailpointNames.BeforeCommit(FailpointNames.Batch));

    private IReadOnlyList<Step> WriteBack(MigrationBatch batch) =>
        batch.Rewrites.Count == 0 ? [] : [new Step(_sql.WriteBack, _sql.WriteBackParameters(batch.Rewrites)) { CountedAs = RangeCheckpoint.Written }];
}
