using System.Text.RegularExpressions;
using KeyRotation.Migration;

namespace KeyRotation.Storage.Targets;

/// <summary>Compares a configured target with the table that its database has. Pure.</summary>
internal static partial class TargetPreflight
{
    /// <summary>The definition, or null with every problem added to <paramref name="problems"/>.</summary>
    public static TargetDefinition? Check(TargetSettings settings, InspectedTable table, InspectedTable? former, string database, List<string> problems)
    {
        var before = problems.Count;
        var where = $"Target {settings.Name}";
        if (!table.Exists)
        {
            problems.Add($"{where}: there is no table {settings.Table} in {database}, or the login cannot see it. Create it, or correct Table.");
            return null;
        }
        var keys = settings.KeyColumns.Select(name => Key(where, name, settings, table, problems)).OfType<KeyColumn>().ToArray();
        CheckUnique(where, settings, table, problems);
        var contexts = settings.ContextColumns.Select(name => Context(where, name, settings, table, problems)).OfType<ContextColumn>().ToArray();
        foreach (var column in settings.Columns)
            CheckSealed(where, column, settings, table, problems);
        CheckExpiry(where, settings, table, problems);
        foreach (var filter in table.RowFilters)
            problems.Add($"{where}: {HiddenRows.Describe(settings.Table, filter, database)}");
        var history = former is null ? table.History : HistoryPreflight.Check(settings, table, former, database, problems);
        return problems.Count > before
            ? null
            : new TargetDefinition { Name = settings.Name, KeyType = settings.KeyType, Table = settings.Table, KeyColumns = keys, ContextColumns = contexts, BoundColumns = [.. contexts.Select(context => Stored(table.Find(context.Name)!))], Columns = [.. settings.Columns.Select(column => column with { MaxLength = table.Find(column.Name)!.MaxLength })], ExpiresAt = settings.ExpiresAt, History = history };
    }

    /// <summary>Names from the configuration that could not be a table or a column.</summary>
    public static void CheckNames(TargetSettings settings, List<string> problems)
    {
        foreach (var part in settings.Table.Split('.').Concat(settings.KeyColumns).Concat(settings.ContextColumns).Concat(settings.Columns.Select(column => column.Name)).Concat(settings.ExpiresAt is { } expiresAt ? [expiresAt] : [])
                     .Concat(settings.History is { } history ? history.Table.Split('.').Concat(history.KeyColumns) : []))
            if (!Identifier().IsMatch(part))
                problems.Add($"Target {settings.Name}: '{part}' is no name of a table or column. Expected a letter or underscore, then letters, digits, underscores, $, # or @, at most 128.");
    }

    private static KeyColumn? Key(string where, string name, TargetSettings settings, InspectedTable table, List<string> problems)
    {
        if (Find(where, "key column", name, settings, table, problems) is not { } column)
            return null;
        if (column.IsNullable)
            problems.Add($"{where}: key column {name} can be NULL. A key column is never NULL.");
        if (column.ClrType is not null)
            return Stored(column);
        problems.Add($"{where}: key column {name} has type {column.SqlType}, which cannot be a key here. Expected an integer, uuid, text, date, timestamp, bytes or a decimal of scale 0.");
        return null;
    }

    private static void CheckUnique(string where, TargetSettings settings, InspectedTable table, List<string> problems)
    {
        if (settings.KeyColumns.All(name => table.Find(name) is not null) && !table.UniqueKeys.Any(key => key.Count > 0 && key.All(settings.KeyColumns.Contains)))
            problems.Add($"{where}: ({string.Join(", ", settings.KeyColumns)}) is not unique in {settings.Table}: it has {Describe(table.UniqueKeys)}. Set KeyColumns to the primary key, or add a unique index.");
    }

    private static ContextColumn? Context(string where, string name, TargetSettings settings, InspectedTable table, List<string> problems)
    {
        if (Find(where, "context column", name, settings, table, problems) is not { } column)
            return null;
        if (column.ClrType is null)
        {
            problems.Add($"{where}: context column {name} has type {column.SqlType}, which has no canonical form (floating point, decimals with a fraction), or no exact one (datetime, smalldatetime). Choose another column.");
            return null;
        }
        if (column.IsNullable)
            problems.Add($"{where}: context column {name} can be NULL, so a row could have no place to be bound to. Choose columns that are NOT NULL.");
        if (settings.ContextTypes.TryGetValue(name, out var configured))
            return new ContextColumn(column.Name, configured);
        return new ContextColumn(column.Name, column.LogicalType!.Value);
    }

    private static void CheckSealed(string where, SealedColumn sealedColumn, TargetSettings settings, InspectedTable table, List<string> problems)
    {
        if (Find(where, "column", sealedColumn.Name, settings, table, problems) is not { } column)
            return;
        if (sealedColumn.Encoding == ColumnEncoding.Binary && !column.HoldsBytes)
            problems.Add($"{where}: column {column.Name} has type {column.SqlType}; encoding binary needs a column of bytes of variable length. Set Encoding to text, or change the column.");
        if (sealedColumn.Encoding == ColumnEncoding.Text && !column.HoldsText)
            problems.Add($"{where}: column {column.Name} has type {column.SqlType}; encoding text needs a character column of variable length. Set Encoding to binary, or change the column.");
        if (settings.KeyColumns.Contains(column.Name) || settings.ContextColumns.Contains(column.Name))
            problems.Add($"{where}: column {column.Name} is both sealed and part of the key or context; a ciphertext cannot be bound to itself.");
    }

    private static void CheckExpiry(string where, TargetSettings settings, InspectedTable table, List<string> problems)
    {
        if (settings.ExpiresAt is { } name && Find(where, "column", name, settings, table, problems) is { HoldsMoments: false } column)
            problems.Add($"{where}: ExpiresAt is {column.Name}, which has type {column.SqlType}; expected a column of moments (a timestamp). Name another, or leave ExpiresAt out: rows then do not expire.");
    }

    private static KeyColumn Stored(InspectedColumn column) => new(column.Name, column.ClrType!, column.SqlType, column.Collation);

    private static InspectedColumn? Find(string where, string role, string name, TargetSettings settings, InspectedTable table, List<string> problems)
    {
        var column = table.Find(name);
        if (column is null)
            problems.Add($"{where}: there is no {role} {name} in {settings.Table}. It has {string.Join(", ", table.Columns.Select(candidate => candidate.Name))}; names are compared as the database spells them.");
        return column;
    }

    private static string Describe(IReadOnlyList<IReadOnlyList<string>> keys) =>
        keys.Count == 0 ? "no primary key and no unique index" : string.Join(" and ", keys.Select(key => $"({string.Join(", ", key)})"));

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_$#@]{0,127}\z")]
    private static partial Regex Identifier();
}
