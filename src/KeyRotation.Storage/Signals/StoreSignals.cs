using KeyRotation.Signals;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KeyRotation.Storage.Signals;

/// <summary>
/// LISTEN on PostgreSQL, on a connection of its own that is opened again, with back-off, when it breaks. The other databases have
/// no such thing. A pooler between that hands connections out by transaction makes it deaf; polling goes on.
/// </summary>
internal sealed partial class StoreSignals(Database database, TimeProvider time, ILogger<StoreSignals> logger) : IStoreSignals
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>A connection that died without a word is found out by a statement on it.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(30);

    public bool IsSilent => database.Kind != DatabaseKind.PostgreSql;

    public async Task ListenAsync(StoreSignal signal, Action heard, CancellationToken cancellationToken)
    {
        if (IsSilent)
            return;
        var delay = FirstDelay;
        try
        {
            while (true)
            {
                try
                {
                    await using var connection = (NpgsqlConnection)await database.OpenAsync(cancellationToken).ConfigureAwait(false);
                    await ListenOnAsync(connection, signal, heard, () => delay = FirstDelay, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
                {
                    // Once an outage, not once an attempt.
                    if (delay == FirstDelay)
                        LogDeaf(logger, signal, broken.Message);
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

    private async Task ListenOnAsync(NpgsqlConnection connection, StoreSignal signal, Action heard, Action listening, CancellationToken cancellationToken)
    {
        connection.Notification += (_, _) => heard();
        // No Statement: those are understood by every database.
        await using var listen = new NpgsqlCommand(signal == StoreSignal.Epoch ? "listen keyrotation_epoch" : "listen keyrotation_emergency", connection);
        await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        LogListening(logger, signal);
        listening();
        // What was said while nobody listened is lost.
        heard();
        while (true)
            if (!await connection.WaitAsync(CheckInterval, cancellationToken).ConfigureAwait(false))
                await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(3201, LogLevel.Debug, "Listening for signals of the store: {Signal}")]
    private static partial void LogListening(ILogger logger, StoreSignal signal);

    [LoggerMessage(3202, LogLevel.Warning, "Signals of the store ({Signal}) cannot be listened for; what they say is found by polling until it works again: {Error}")]
    private static partial void LogDeaf(ILogger logger, StoreSignal signal, string error);
}
