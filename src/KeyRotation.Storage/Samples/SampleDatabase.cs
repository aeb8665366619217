using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Samples;

/// <summary>The tables of the demo's sample application, in the embedded store's file. Keys and columns of the usual kinds.</summary>
public sealed class SampleDatabase(Database database)
{
    private static readonly Statement[] Create =
    [
        new("create table if not exists demo_oauth_tokens (id integer primary key, access_token text not null, refresh_token text)"),
        new("create table if not exists demo_people (person_id uuid not null primary key, email blob not null)"),
        new("create table if not exists demo_documents (tenant integer not null, name text not null, content blob not null, primary key (tenant, name))"),
        new("create table if not exists demo_sessions (session_id text not null primary key, state blob not null)"),
        new("create table if not exists demo_signatures (message text not null primary key, signature blob not null)"),
    ];

    private static readonly Dictionary<string, (Statement Count, Statement Insert)> Tables = new()
    {
        ["demo_oauth_tokens"] = (new("select count(*) from demo_oauth_tokens"), new("insert into demo_oauth_tokens (id, access_token, refresh_token) values (@a, @b, @c)")),
        ["demo_people"] = (new("select count(*) from demo_people"), new("insert into demo_people (person_id, email) values (@a, @b)")),
        ["demo_documents"] = (new("select count(*) from demo_documents"), new("insert into demo_documents (tenant, name, content) values (@a, @b, @c)")),
        ["demo_sessions"] = (new("select count(*) from demo_sessions"), new("insert into demo_sessions (session_id, state) values (@a, @b)")),
    };

    private static readonly Statement InsertSignature = new("insert into demo_signatures (message, signature) values (@message, @signature)");

    private static readonly Statement FindSignature = new("select signature from demo_signatures where message = @message");

    public Task CreateTablesAsync(CancellationToken cancellationToken) =>
        database.InTransactionAsync(async session =>
        {
            foreach (var statement in Create)
                await session.ExecuteAsync(statement).ConfigureAwait(false);
        }, cancellationToken);

    public Task<long> CountAsync(string table, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QuerySingleAsync<long>(Tables[table].Count), cancellationToken);

    /// <summary>Inserts rows, each with its values in the order of the table's columns, in one transaction.</summary>
    public Task InsertAsync(string table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken) =>
        database.InTransactionAsync(session => session.ExecuteAsync(Tables[table].Insert, rows.Select(row => new { a = row[0], b = row[1], c = row.ElementAtOrDefault(2) })), cancellationToken);

    public Task InsertSignatureAsync(string message, byte[] signature, CancellationToken cancellationToken) =>
        database.InTransactionAsync(session => session.ExecuteAsync(InsertSignature, new { message, signature }), cancellationToken);

    public Task<byte[]?> FindSignatureAsync(string message, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QuerySingleOrDefaultAsync<byte[]>(FindSignature, new { message }), cancellationToken);
}
