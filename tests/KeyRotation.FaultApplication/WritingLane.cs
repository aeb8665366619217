using System.Diagnostics;
using Npgsql;

namespace KeyRotation.FaultApplication;

/// <summary>One after the other: choose a row of this lane, read it and compare it with what was written, write it anew.</summary>
internal sealed class WritingLane(
    SealedTable table, HotRows hot, Journal journal, RowBook book, OperationCounts counts, EventLines events, int lane, int lanes, Dice dice)
{
    private const int HotPercent = 95;
    private const int DeletePercent = 10;
    private const int AppendPercent = 1;
    private const int RowsAhead = 500;

    // A migration is over in seconds; while there is one, applications and it are to meet as often as they can.
    private const int HasteWhereHot = 4;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(50);

    private long _highest;

    public async Task RunAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        _highest = book.HighestId(table.Target);
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var wait = await OperateAsync() ? pause / HasteWhereHot : pause;
            if (wait - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } left)
                await Task.Delay(left, CancellationToken.None);
        }
    }

    // Not cancelled in the middle: a row is written or not, and remembered.
    /// <returns>Whether it was where a migration is at work.</returns>
    private async Task<bool> OperateAsync()
    {
        var position = dice.Falls(HotPercent) ? hot.Choose(dice, RowsAhead) : null;
        var id = OfThisLane(position ?? (dice.Falls(AppendPercent) ? _highest + 1 : 1 + dice.Next((int)_highest)));
        var values = book.ValuesOf(table.Target, id);
        // Nobody knows whether there is such a row: it is left alone, for the checker to find either.
        if (values.Count > 1 && values.Contains(null))
            return false;
        try
        {
            await WriteAsync(id, values, delete: position is null && dice.Falls(DeletePercent));
            _highest = Math.Max(_highest, id);
            counts.Done(position is not null);
        }
        catch (Exception failure) when (failure is VersionUnknownException || Absence.IsMeantBy(failure))
        {
            counts.Away();
            await Task.Delay(AfterFailure);
        }
        catch (Exception failure)
        {
            Wrong(id, failure.Message);
        }
        return position is not null;
    }

    private async Task WriteAsync(long id, IReadOnlyList<string?> values, bool delete)
    {
        await using var connection = await table.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var said = await table.ReadAsync(connection, id, forUpdate: true, CancellationToken.None);
        if (!values.Contains(said))
            Wrong(id, $"It says {said ?? "nothing"}; written was {string.Join(" or ", values.Select(value => value ?? "nothing"))}.");

        // Held until the row is committed, so that no rotation is complete before it is there.
        using var lease = table.Borrow();
        var next = said is not null && delete ? null : $"{table.Target}-{id}-{Guid.CreateVersion7():N}";
        if (said is null && next is null)
            return;
        var number = journal.Begin(table.Target, id, next);
        book.Began(number, table.Target, id, next);
        try
        {
            var hit = next is null ? await table.DeleteAsync(connection, id, CancellationToken.None)
                : said is null ? await table.InsertAsync(connection, id, table.Seal(lease.Ring, id, next), CancellationToken.None)
                : await table.UpdateAsync(connection, id, table.Seal(lease.Ring, id, next), CancellationToken.None);
            if (hit != 1)
                Wrong(id, $"{hit} rows were hit by its change.");
        }
        catch
        {
            // COMMIT was never sent.
            book.NotCommitted(number);
            journal.NotCommitted(number);
            throw;
        }
        await CommitAsync(transaction, number);
    }

    private async Task CommitAsync(NpgsqlTransaction transaction, long number)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch
        {
            book.Unknown(number);
            journal.Unknown(number);
            throw;
        }
        book.Committed(number);
        journal.Committed(number);
    }

    private void Wrong(long id, string what)
    {
        counts.Wrong();
        events.Wrong(table.Target, id, what);
    }

    private long OfThisLane(long id) => Math.Max(1, id) / lanes * lanes + lane is var own && own > 0 ? own : lanes;
}
