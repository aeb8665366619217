using System.Data.Common;
using Dapper;
using KeyRotation.Encryption;
using KeyRotation.Migration;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>
/// Counts one target in its database: the table in the order of its key, then its former rows (docs/retirement.md says why in this
/// order). Each statement reads at most <see cref="RowsAtOnce"/> rows; of a ciphertext only its beginning travels.
/// </summary>
internal sealed class TargetCensus(Database store, Database database, TargetDefinition definition) : ITargetCensus
{
    /// <summary>Bytes of a binary ciphertext that name its version.</summary>
    internal const int BytesRead = Envelope.PrefixSize;

    /// <summary>Characters of a ciphertext in text form that name its version.</summary>
    internal static readonly int CharactersRead = EnvelopeText.LengthOf(Envelope.PrefixSize);

    /// <summary>Hours for which a row is a reference after it has expired: what is a little off, a clock or an application's idea of the moment, decides nothing.</summary>
    internal const int ExpiryMarginHours = 24;

    private const int RowsAtOnce = 5000;

    /// <summary>Most transactions end within a moment; one that does not is named.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly TargetSql _sql = TargetSql.For(database.Dialect, definition, []);

    public string Target => definition.Name;

    public async Task<CountObstacle?> OldTransactionsAsync(TimeSpan floorAge, TimeSpan writeLag, CancellationToken cancellationToken)
    {
        // Where there is one writer, whoever comes behind it knows that it has ended.
        if (database.Dialect.HasOneWriter)
        {
            await database.InTransactionAsync(_ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
            return null;
        }
        for (var waited = TimeSpan.Zero; ; waited += Poll)
        {
            var seen = await LookAsync(floorAge + waited, cancellationToken).ConfigureAwait(false);
            var open = seen.Where(transaction => transaction.Kind != TransactionRow.Unseen).ToArray();
            if (open.Length == 0)
                // What has written nothing yet, in a session that cannot be looked into, is older than the floor only for as long as
                // an application may take from the seal to the commit.
                return floorAge < writeLag && seen.Count > 0
                    ? new CountObstacle(KeepReason.TransactionsUnknown, $"{seen.Count} sessions in {database.DisplayName} cannot be looked into, {seen[0].Description} among them, and the last acknowledgement is younger than Retirement:MaxWriteLagHours. Grant the node's login the right to see them (docs/retirement.md), or wait.")
                    : null;
            if (waited >= Patience || open.Any(transaction => transaction.Kind == TransactionRow.Forbidden))
                return open[0].Kind == TransactionRow.Forbidden
                    ? new CountObstacle(KeepReason.TransactionsUnknown, $"transactions in {database.DisplayName} cannot be seen: {open[0].Description} Grant the node's login the right (docs/retirement.md).")
                    : new CountObstacle(KeepReason.TransactionsOpen, $"{string.Join("; ", open.Take(5).Select(transaction => transaction.Description))} in {database.DisplayName}, older than the last acknowledgement of a later activation. It may still write under the version: end it.");
            await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<TargetCount> CountAsync(CensusScope scope, Func<Task> between, CancellationToken cancellationToken)
    {
        await HiddenRows.RefuseAsync(database, definition, null, cancellationToken).ConfigureAwait(false);
        if (await ClockObstacleAsync(cancellationToken).ConfigureAwait(false) is { } suspect)
            return new TargetCount(Target) { Obstacle = suspect };
        var tally = new CensusTally(Target, scope);
        await CountAsync(_sql.CountFirst, _sql.CountNext, definition.KeyColumns.Count, isHistory: false, tally, between, cancellationToken).ConfigureAwait(false);
        if (_sql is { CountHistoryFirst: { } first, CountHistoryNext: { } next } && definition.History is { } history)
            await CountAsync(first, next, history.KeyColumns.Count, isHistory: true, tally, between, cancellationToken).ConfigureAwait(false);
        await HiddenRows.RefuseAsync(database, definition, null, cancellationToken).ConfigureAwait(false);
        return tally.Count with { Obstacle = await ClockObstacleAsync(cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>Which rows have expired is decided by the target's clock, so it is looked at before and after.</summary>
    private async Task<CountObstacle?> ClockObstacleAsync(CancellationToken cancellationToken) =>
        definition.ExpiresAt is null ? null : await TargetClock.ObstacleAsync(database, store, cancellationToken).ConfigureAwait(false);

    private async Task CountAsync(Statement first, Statement next, int keyParts, bool isHistory, CensusTally tally, Func<Task> between, CancellationToken cancellationToken)
    {
        object[]? after = null;
        while (true)
        {
            var rows = await ReadAsync(after is null ? first : next, after, keyParts, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
                Add(row, isHistory, tally);
            if (rows.Count < RowsAtOnce)
                return;
            after = rows[^1].Key;
            await between().ConfigureAwait(false);
        }
    }

    // Read to its end before it is counted: a statement that is run again, because its connection broke, counts once.
    private Task<List<CountRow>> ReadAsync(Statement statement, object[]? after, int keyParts, CancellationToken cancellationToken) =>
        HiddenRows.ReadAsync(database, definition, async session =>
        {
            var command = new CommandDefinition(statement.For(session.Dialect), _sql.ReadParameters(after, null, RowsAtOnce), session.Transaction, cancellationToken: session.CancellationToken);
            await using var reader = await session.Connection.ExecuteReaderAsync(command).ConfigureAwait(false);
            var rows = new List<CountRow>();
            while (await reader.ReadAsync(session.CancellationToken).ConfigureAwait(false))
                rows.Add(CountRow.Of(reader, keyParts, definition.Columns.Count));
            return rows;
        }, cancellationToken);

    private void Add(CountRow row, bool isHistory, CensusTally tally)
    {
        tally.AddRow();
        if (row.HasExpired)
            return;
        for (var index = 0; index < row.Beginnings.Length; index++)
            tally.Add(row.Beginnings[index], definition.Columns[index].Name, () => isHistory ? null : KeyCodec.Encode(row.Key));
    }

    private async Task<IReadOnlyList<TransactionRow>> LookAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(session => session.QueryAsync<TransactionRow>(session.Dialect.OldTransactions, new { ageSeconds = (long)age.TotalSeconds }), cancellationToken).ConfigureAwait(false);
        }
        catch (DbException refused) when (!database.Dialect.IsTransient(refused))
        {
            return [new TransactionRow { Kind = TransactionRow.Forbidden, Description = refused.Message }];
        }
    }

    private readonly record struct CountRow(object[] Key, bool HasExpired, object?[] Beginnings)
    {
        public static CountRow Of(DbDataReader reader, int keyParts, int columns)
        {
            var key = new object[keyParts];
            for (var index = 0; index < keyParts; index++)
                key[index] = reader.GetValue(index);
            var beginnings = new object?[columns];
            for (var index = 0; index < columns; index++)
                beginnings[index] = reader.IsDBNull(keyParts + 1 + index) ? null : reader.GetValue(keyParts + 1 + index);
            return new CountRow(key, Convert.ToInt64(reader.GetValue(keyParts), System.Globalization.CultureInfo.InvariantCulture) != 0, beginnings);
        }
    }

    private sealed class TransactionRow
    {
        /// <summary>A session that cannot be looked into, and that has written nothing.</summary>
        public const string Unseen = "unseen";

        /// <summary>None can be seen.</summary>
        public const string Forbidden = "forbidden";

        public required string Kind { get; init; }
        public required string Description { get; init; }
    }
}
