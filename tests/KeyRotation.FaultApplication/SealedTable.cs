using System.Globalization;
using System.Text;
using KeyRotation.Client;
using KeyRotation.Consumers;
using KeyRotation.Encryption;
using Npgsql;

namespace KeyRotation.FaultApplication;

/// <summary>One table whose column is sealed. Its statements run in the caller's transaction.</summary>
public sealed class SealedTable(SealedTableSettings settings, NpgsqlDataSource database, ApplicationKey key)
{
    public string Target { get; } = settings.Target;

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => database.OpenConnectionAsync(cancellationToken);

    /// <summary>Hold it from the seal until the row is committed.</summary>
    public KeyRingLease Borrow() => key.Borrow();

    public object Seal(KeyRing ring, long id, string value)
    {
        var envelope = ring.Seal(Encoding.UTF8.GetBytes(value), PlaceOf(id));
        return settings.IsText ? EnvelopeText.Encode(envelope) : envelope;
    }

    /// <summary>What a row says; null when there is none.</summary>
    /// <exception cref="InvalidDataException">It does not open.</exception>
    /// <exception cref="VersionUnknownException">The store does not know the version that it is sealed under.</exception>
    public async Task<string?> ReadAsync(NpgsqlConnection connection, long id, bool forUpdate, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select {settings.Column} from {settings.Table} where id = $1{(forUpdate ? " for update" : "")}", connection);
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync(cancellationToken) is { } cell ? await OpenAsync(cell, id, cancellationToken) : null;
    }

    public Task<int> InsertAsync(NpgsqlConnection connection, long id, object cell, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, $"insert into {settings.Table} (id, {settings.Column}) values ($1, $2)", id, cell, cancellationToken);

    public Task<int> UpdateAsync(NpgsqlConnection connection, long id, object cell, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, $"update {settings.Table} set {settings.Column} = $2 where id = $1", id, cell, cancellationToken);

    public Task<int> DeleteAsync(NpgsqlConnection connection, long id, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, $"delete from {settings.Table} where id = $1", id, null, cancellationToken);

    private async Task<string> OpenAsync(object cell, long id, CancellationToken cancellationToken)
    {
        var envelope = cell as byte[];
        if (envelope is null && !EnvelopeText.TryDecode((string)cell, out envelope))
            throw new InvalidDataException("It is not sealed.");
        var opened = await key.OpenAsync(envelope, PlaceOf(id), cancellationToken);
        Envelope.TryReadHeader(envelope, out var header);
        return opened.IsOpened ? Encoding.UTF8.GetString(opened.Plaintext)
            : opened.Status == OpenStatus.UnknownVersion ? throw new VersionUnknownException(header.KeyVersion)
            : throw new InvalidDataException($"It does not open: {opened.Status}, version {header.KeyVersion}.");
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string text, long id, object? cell, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddWithValue(id);
        if (cell is not null)
            command.Parameters.AddWithValue(cell);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private EncryptionContext PlaceOf(long id) => EncryptionContext.For(settings.Target, settings.Column, id.ToString(CultureInfo.InvariantCulture));
}
