using System.Text.Json;
using Npgsql;

namespace KeyRotation.FaultApplication;

/// <summary>
/// Where migrations are in a table at this moment: the rows in the batch in hand, or just ahead of it, are those at which an application
/// and a migration meet.
/// </summary>
internal sealed class HotRows(SealedTable table)
{
    // A range that has done nothing yet begins at after_key, where ranges have one. The column is asked for by name only there.
    private const string Positions =
        """
        select coalesce(r.done_through, to_jsonb(r) ->> 'after_key')
        from keyrotation.migration_range r
        where r.target = $1 and r.finished_at is null
        """;

    private volatile IReadOnlyList<long> _positions = [];

    /// <summary>A row close behind one of the positions; null while nothing is migrated.</summary>
    /// <param name="dice">Chooses.</param>
    /// <param name="ahead">Rows of a batch and a half or so.</param>
    public long? Choose(Dice dice, int ahead)
    {
        var positions = _positions;
        return positions.Count == 0 ? null : positions[dice.Next(positions.Count)] + 1 + dice.Next(ahead);
    }

    public async Task FollowAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                _positions = await ReadAsync(cancellationToken);
            }
            catch (Exception failure) when (Absence.IsMeantBy(failure))
            {
                _positions = [];
            }
            await Task.Delay(interval, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<long>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await table.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Positions, connection);
        command.Parameters.AddWithValue(table.Target);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var positions = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            positions.Add(await reader.IsDBNullAsync(0, cancellationToken) ? 0 : KeyOf(reader.GetString(0)));
        return positions;
    }

    /// <summary>docs/migration.md: a JSON array with one string a key column.</summary>
    private static long KeyOf(string text) =>
        long.Parse(JsonSerializer.Deserialize<string[]>(text)![0], System.Globalization.CultureInfo.InvariantCulture);
}
