using KeyRotation.Storage.Dialects;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace KeyRotation.Storage.Resilience;

/// <summary>One pipeline per kind of work: jittered exponential back-off, bounded, logged and counted.</summary>
internal static partial class DatabasePipelines
{
    // A process asks several times a second: while a database is away, each of its attempts would bury everything else that is said.
    private static readonly QuietPeriod Quiet = new(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>A read gives up early, because somebody waits for it: about 2 seconds.</summary>
    public static ResiliencePipeline Reads(Dialect dialect, string database, ILogger logger) =>
        Build("read", 4, TimeSpan.FromMilliseconds(100), dialect, database, logger);

    /// <summary>A transaction tries longer, because giving up fails a rotation's step: about 15 seconds, the time of a fail-over.</summary>
    public static ResiliencePipeline Transactions(Dialect dialect, string database, ILogger logger) =>
        Build("transaction", 8, TimeSpan.FromMilliseconds(100), dialect, database, logger);

    private static ResiliencePipeline Build(string work, int attempts, TimeSpan firstDelay, Dialect dialect, string database, ILogger logger) =>
        new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } failure && dialect.IsTransient(failure)),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxRetryAttempts = attempts,
                Delay = firstDelay,
                MaxDelay = TimeSpan.FromSeconds(5),
                OnRetry = arguments =>
                {
                    RetryInstruments.Retries.Add(1, new KeyValuePair<string, object?>("db.system.name", SystemName(dialect)), new("key_rotation.work", work));
                    var level = Quiet.IsFirst(database) ? LogLevel.Warning : LogLevel.Debug;
                    LogRetry(logger, level, work, database, arguments.AttemptNumber + 1, attempts, arguments.RetryDelay.TotalMilliseconds, arguments.Outcome.Exception!.Message);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    private static string SystemName(Dialect dialect) => dialect.Kind switch
    {
        Databases.DatabaseKind.SqlServer => "microsoft.sql_server",
        Databases.DatabaseKind.PostgreSql => "postgresql",
        _ => "sqlite",
    };

    [LoggerMessage(EventId = 3001, Message = "A {Work} on {Database} failed in passing, attempt {Attempt} of {Attempts} follows in {DelayMilliseconds:0} ms (said once in 30 s): {Error}")]
    private static partial void LogRetry(ILogger logger, LogLevel level, string work, string database, int attempt, int attempts, double delayMilliseconds, string error);
}
