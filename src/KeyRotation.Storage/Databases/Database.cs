using System.Data;
using System.Data.Common;
using Dapper;
using KeyRotation.Storage.Dialects;
using KeyRotation.Storage.Resilience;
using Microsoft.Extensions.Logging;
using Polly;

namespace KeyRotation.Storage.Databases;

/// <summary>
/// One database that the process talks to: the control store or a target's. Its transactions are run again from their start
/// when they fail in passing (deadlock, lost connection, time-out), and never otherwise.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private readonly ConnectionFactory _connections;
    private readonly ResiliencePipeline _reads;
    private readonly ResiliencePipeline _transactions;

    static Database()
    {
        SqlMapper.AddTypeHandler(new Instant.Handler());
        SqlMapper.AddTypeHandler(new Uid.Handler());
    }

    public Database(DatabaseSettings settings, ILogger<Database> logger)
    {
        Settings = settings;
        Dialect = Dialect.Of(settings.Kind);
        _connections = Connections(settings);
        _reads = DatabasePipelines.Reads(Dialect, _connections.DisplayName, logger);
        _transactions = DatabasePipelines.Transactions(Dialect, _connections.DisplayName, logger);
    }

    public DatabaseSettings Settings { get; }

    public DatabaseKind Kind => Settings.Kind;

    /// <summary>Server and database for people; never a secret.</summary>
    public string DisplayName => _connections.DisplayName;

    /// <summary>The same in words that every process computes alike, wherever it has put an embedded database's file.</summary>
    public string Identity => $"{Kind.ToString().ToLowerInvariant()} {(Kind == DatabaseKind.Sqlite ? Path.GetFileName(DisplayName) : DisplayName)}";

    /// <summary>Connections that this process has in use at this moment.</summary>
    public int ConnectionsInUse => _connections.InUse;

    /// <summary>Connections that it may have at most.</summary>
    public int PoolSize => _connections.PoolSize;

    internal Dialect Dialect { get; }

    /// <summary>Changes the text of statements. For a test's node that is to be wrong; the product composes none.</summary>
    internal Func<string, string>? Rewrite { get; init; }

    /// <summary>Whether both are one database, so that one transaction can span them.</summary>
    public bool IsSameAs(Database other) => ReferenceEquals(this, other) || Settings == other.Settings;

    /// <summary>Opens a connection once, without retries.</summary>
    /// <exception cref="DatabaseUnreachableException">It could not be opened.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A connection of the caller's own, for readers that outlive one statement.</summary>
    internal Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => _connections.OpenAsync(cancellationToken);

    internal async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken) =>
        await _reads.ExecuteAsync(async token => await ReadOnceAsync(work, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>As <see cref="ReadAsync"/>; a row that the login may not see is an error instead of no row, where the database can be told so.</summary>
    internal async Task<T> ReadAllRowsAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken) =>
        Dialect.RefuseHiddenRows is not { } refuse
            ? await ReadAsync(work, cancellationToken).ConfigureAwait(false)
            : await _reads.ExecuteAsync(async token => await InTransactionOnceAsync(async session =>
            {
                await session.ExecuteAsync(refuse).ConfigureAwait(false);
                return await work(session).ConfigureAwait(false);
            }, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>For one who comes again anyway, a poll for example: not run again, and so not logged for each attempt.</summary>
    internal async Task<T> ReadOnceAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await work(SessionOf(connection, null, cancellationToken)).ConfigureAwait(false);
    }

    internal async Task<T> InTransactionAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken) =>
        await _transactions.ExecuteAsync(async token => await InTransactionOnceAsync(work, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>For one who comes again anyway, as <see cref="ReadOnceAsync"/>.</summary>
    internal async Task<T> InTransactionOnceAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        var result = await work(SessionOf(connection, transaction, cancellationToken)).ConfigureAwait(false);
        // From here on the outcome is decided by the database: a cancelled COMMIT would leave it unknown for nothing.
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    internal Task InTransactionAsync(Func<Session, Task> work, CancellationToken cancellationToken) =>
        InTransactionAsync(async session =>
        {
            await work(session).ConfigureAwait(false);
            return 0;
        }, cancellationToken);

    /// <summary>
    /// Commits steps that are all known beforehand, or none of them when one does not hit the rows that it must. Where the database
    /// does not end the transaction of a client that went silent, they are one request.
    /// </summary>
    /// <param name="steps">In their order.</param>
    /// <param name="cancellationToken">Ends the wait, not a COMMIT that is under way.</param>
    /// <param name="beforeCommit">Between the last step and the COMMIT; where they are one request, before it.</param>
    internal async Task<Commitment> CommitAsync(IReadOnlyList<Step> steps, CancellationToken cancellationToken, Action? beforeCommit = null) =>
        await _transactions.ExecuteAsync(async token =>
        {
            await using var connection = await _connections.OpenAsync(token).ConfigureAwait(false);
            if (Dialect.CommitsInOneRequest)
            {
                beforeCommit?.Invoke();
                return await OneRequest.RunAsync(SessionOf(connection, null, token), steps).ConfigureAwait(false);
            }
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, token).ConfigureAwait(false);
            var commitment = await StepByStep.RunAsync(SessionOf(connection, transaction, token), steps).ConfigureAwait(false);
            if (commitment.Refused is not null)
                return commitment;
            beforeCommit?.Invoke();
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return commitment;
        }, cancellationToken).ConfigureAwait(false);

    private Session SessionOf(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        new(connection, transaction, Dialect, cancellationToken) { Rewrite = Rewrite };

    private static ConnectionFactory Connections(DatabaseSettings settings)
    {
        try
        {
            return ConnectionFactory.For(settings);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new ConnectionStringException(settings.Kind, malformed);
        }
    }

    public ValueTask DisposeAsync() => _connections.DisposeAsync();
}
