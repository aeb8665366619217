using Dapper;
using KeyRotation.Claims;
using KeyRotation.Migration;
using KeyRotation.Storage.Claims;
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

    public Task<IReadOnlyList<TargetRow>> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var key = after is null ? null : KeyCodec.Decode(after, Definition.KeyColumns);
        var statement = key is null ? _sql.ReadFirst : _sql.ReadNext;
        return database.ReadAsync<IReadOnlyList<TargetRow>>(async session =>
        {
            var command = new CommandDefinition(statement.For(session.Dialect), _sql.ReadParameters(key, limit), cancellationToken: session.CancellationToken);
            await using var reader = await session.Connection.ExecuteReaderAsync(command).ConfigureAwait(false);
            var rows = new List<TargetRow>(limit);
            while (await reader.ReadAsync(session.CancellationToken).ConfigureAwait(false))
                rows.Add(_sql.ReadRow(reader));
            return rows;
        }, cancellationToken);
    }

    public Task<RangeProgress> CommitBatchAsync(Fence fence, RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken) =>
        database.IsSameAs(store.Database)
            ? CommitTogetherAsync(fence, range, batch, cancellationToken)
            : CommitApartAsync(fence, range, batch, cancellationToken);

    private async Task<RangeProgress> CommitTogetherAsync(Fence fence, RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Database.InTransactionAsync(async session =>
            {
                await session.HoldAsync(fence, store.ClaimDuration).ConfigureAwait(false);
                var written = await WriteBackAsync(session, batch).ConfigureAwait(false);
                return await RangeCheckpoint.MoveAsync(session, range, batch, written, Definition.KeyType).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (CheckpointAlreadyCommittedException committed)
        {
            // The reply to COMMIT was lost, the batch was not.
            return committed.Range;
        }
    }

    private async Task<RangeProgress> CommitApartAsync(Fence fence, RangeProgress range, MigrationBatch batch, CancellationToken cancellationToken)
    {
        var written = batch.Rewrites.Count > 0 ? await WriteBackApartAsync(fence, batch, cancellationToken).ConfigureAwait(false) : 0;
        try
        {
            return await store.Database.InTransactionAsync(async session =>
            {
                await session.HoldAsync(fence, store.ClaimDuration).ConfigureAwait(false);
                return await RangeCheckpoint.MoveAsync(session, range, batch, written, Definition.KeyType).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (CheckpointAlreadyCommittedException committed)
        {
            return committed.Range;
        }
    }

    private async Task<int> WriteBackApartAsync(Fence fence, MigrationBatch batch, CancellationToken cancellationToken)
    {
        // The deadline is monotonic and begins before the claim is renewed, so it lies ahead of the claim's expiry: a process
        // that was stopped in between sends nothing when it is continued.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(store.ClaimDuration * ShareOfClaim);
        try
        {
            await store.Database.InTransactionAsync(session => session.HoldAsync(fence, store.ClaimDuration), deadline.Token).ConfigureAwait(false);
            deadline.Token.ThrowIfCancellationRequested();
            return await database.InTransactionAsync(session => WriteBackAsync(session, batch), deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"A batch of {batch.Rewrites.Count} rows of target {Definition.Name} was not written within {(store.ClaimDuration * ShareOfClaim).TotalSeconds:0} s, half a claim. Make Migration:BatchSize smaller, or find out what holds the rows.");
        }
    }

    private Task<int> WriteBackAsync(Session session, MigrationBatch batch) =>
        batch.Rewrites.Count == 0 ? Task.FromResult(0) : _sql.WriteBackAsync(session, batch.Rewrites);
}
