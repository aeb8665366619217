using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Schema;

/// <summary>Reads DbUp's journal; a database without one has had no script.</summary>
internal static class SchemaJournal
{
    private static readonly Statement Scripts = new("select scriptname from keyrotation.schema_version order by scriptname");

    public static Task<IReadOnlyList<string>> ReadAsync(Database database, CancellationToken cancellationToken) =>
        database.ReadAsync(async session =>
            await session.QuerySingleOrDefaultAsync<int?>(database.Dialect.JournalExists).ConfigureAwait(false) is null
                ? []
                : await session.QueryAsync<string>(Scripts).ConfigureAwait(false), cancellationToken);
}
