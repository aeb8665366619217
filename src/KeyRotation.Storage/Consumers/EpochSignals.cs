using KeyRotation.Consumers;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KeyRotation.Storage.Consumers;

/// <summary>
/// LISTEN on PostgreSQL, on a connection of its own that is opened again, with back-off, when it breaks. The other databases have
/// no such thing. A pooler between that hands connections out by transaction makes it deaf; polling goes on.
/// </summary>
internal sealed partial class EpochSignals(Database database, TimeProvider time, ILogger<EpochSignals> logger) : IEpochSignals
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>A connection that died without a word is found out by a statement on it.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(30);

    public async Task ListenAsync(Action moved, CancellationToken cancellationToken)
    {
        if (database.Kind != DatabaseKind.PostgreSql)
            return;
        var delay = FirstDelay;
        try
        {
            while (true)
            {
                try
                {
                    await using var connection = (NpgsqlConnection)await database.OpenAsync(cancellationToken).ConfigureAwait(false);
                    await ListenOnAsync(connection, moved, () => delay = FirstDelay, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
                {
                    // Once an outage, not once an attempt.
                    if (delay == FirstDelay)
                        LogDeaf(logger, broken.Message);
                }
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task ListenOnAsync(NpgsqlConnection connection, Action moved, Action listening, CancellationToken cancellationToken)
    {
        connection.Notification += (_, _) => moved();
        // No Statement: those are understood by every database.
        await using var listen = new NpgsqlCommand("listen keyrotation_epoch", connection);
        await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        LogListening(logger);
        listening();
        // What was said while nobody listened is lost.
        moved();
        while (true)
            if (!await connection.WaitAsync(CheckInterval, cancellationToken).ConfigureAwait(false))
                await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(3201, LogLevel.Debug, "Listening for changes of key rings")]
    private static partial void LogListening(ILogger logger);

    [LoggerMessage(3202, LogLevel.Warning, "Changes of key rings cannot be listened for, they are found by polling until it works again: {Error}")]
    private static partial void LogDeaf(ILogger logger, string error);
}
