using System.Globalization;
using System.Text;
using KeyRotation.Client;
using KeyRotation.Encryption;
using Npgsql;

namespace KeyRotation.SampleApplication;

/// <summary>The application's table <c>app.oauth_tokens</c>, whose column <c>access_token</c> is sealed (target <c>oauth-tokens</c>).</summary>
public sealed class TokenTable(string connectionString, ApplicationKey key) : IAsyncDisposable
{
    private const string Target = "oauth-tokens";
    private const string Column = "access_token";

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connectionString);

    /// <summary>The version that seals now, and the number of its activation.</summary>
    public (int? Version, long Activation) Activation
    {
        get
        {
            using var lease = key.Borrow();
            return (lease.Ring.ActiveVersion, lease.Ring.Activation);
        }
    }

    /// <summary>The highest id in the table; 0 when it is empty.</summary>
    public async Task<long> LastIdAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("select coalesce(max(id), 0) from app.oauth_tokens");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Writes a token, sealed.</summary>
    public async Task InsertAsync(long id, string token, CancellationToken cancellationToken)
    {
        // Held until the row is committed, so that no rotation is complete before it is there.
        using var lease = key.Borrow();
        var envelope = lease.Ring.Seal(Encoding.UTF8.GetBytes(token), PlaceOf(id));
        await using var command = _database.CreateCommand("insert into app.oauth_tokens (id, access_token) values ($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = EnvelopeText.Encode(envelope) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads a token and opens it.</summary>
    /// <exception cref="InvalidDataException">There is no such row, or it does not open.</exception>
    public async Task<string> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("select access_token from app.oauth_tokens where id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        var text = await command.ExecuteScalarAsync(cancellationToken) as string ?? throw new InvalidDataException($"Token {id} is not there.");
        if (!EnvelopeText.TryDecode(text, out var envelope))
            throw new InvalidDataException($"Token {id} is not sealed.");
        var opened = await key.OpenAsync(envelope, PlaceOf(id), cancellationToken);
        return opened.IsOpened ? Encoding.UTF8.GetString(opened.Plaintext) : throw new InvalidDataException($"Token {id} does not open: {opened.Status}.");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static EncryptionContext PlaceOf(long id) => EncryptionContext.For(Target, Column, id.ToString(CultureInfo.InvariantCulture));
}
