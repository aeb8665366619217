using Microsoft.Extensions.Hosting;

namespace KeyRotation.FaultApplication;

/// <summary>The first rows of each table, sealed; then the process ends.</summary>
internal sealed class Filling(ApplicationSettings settings, SealedTables tables, EventLines events, IHostApplicationLifetime lifetime) : BackgroundService
{
    private const int RowsPerTransaction = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var journal = Journal.Open(settings.Journal, new RowBook());
        foreach (var table in tables.All)
            for (var first = 1; first <= settings.Rows; first += RowsPerTransaction)
                await FillAsync(table, first, Math.Min(settings.Rows, first + RowsPerTransaction - 1), journal, stoppingToken);
        events.Filled((long)settings.Rows * tables.All.Count);
        lifetime.StopApplication();
    }

    private static async Task FillAsync(SealedTable table, long first, long last, Journal journal, CancellationToken cancellationToken)
    {
        await using var connection = await table.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        using var lease = table.Borrow();
        var numbers = new List<long>();
        for (var id = first; id <= last; id++)
        {
            var value = $"{table.Target}-{id}-first";
            numbers.Add(journal.Begin(table.Target, id, value));
            await table.InsertAsync(connection, id, table.Seal(lease.Ring, id, value), cancellationToken);
        }
        await transaction.CommitAsync(CancellationToken.None);
        numbers.ForEach(journal.Committed);
    }
}
