using System.Data.Common;
using Dapper;
using KeyRotation.Storage.Dialects;

namespace KeyRotation.Storage.Databases;

/// <summary>One open connection, in a transaction or not, that runs <see cref="Statement"/>s through Dapper.</summary>
internal sealed class Session(DbConnection connection, DbTransaction? transaction, Dialect dialect, CancellationToken cancellationToken)
{
    public DbConnection Connection => connection;

    public DbTransaction? Transaction => transaction;

    public Dialect Dialect => dialect;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>As <see cref="Database.Rewrite"/>.</summary>
    public Func<string, string>? Rewrite { get; init; }

    public Task<int> ExecuteAsync(Statement statement, object? parameters = null) =>
        connection.ExecuteAsync(Command(statement, parameters));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(Statement statement, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(statement, parameters)).ConfigureAwait(false)).AsList();

    public Task<T?> QuerySingleOrDefaultAsync<T>(Statement statement, object? parameters = null) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(statement, parameters));

    public Task<T> QuerySingleAsync<T>(Statement statement, object? parameters = null) =>
        connection.QuerySingleAsync<T>(Command(statement, parameters));

    private CommandDefinition Command(Statement statement, object? parameters)
    {
        var text = statement.For(dialect);
        return new CommandDefinition(Rewrite is null ? text : Rewrite(text), parameters, transaction, cancellationToken: cancellationToken);
    }
}
