using KeyRotation.Migration;

namespace KeyRotation.Storage.Targets;

/// <summary>Compares a configured table of former rows with what its database has: a count that passes over a column proves nothing. Pure.</summary>
internal static class HistoryPreflight
{
    /// <summary>The history, or null with every problem added to <paramref name="problems"/>.</summary>
    public static HistoryTable? Check(TargetSettings settings, InspectedTable table, InspectedTable former, string database, List<string> problems)
    {
        var before = problems.Count;
        var (name, key) = settings.History!.Value;
        var where = $"Target {settings.Name}: History";
        if (table.History is { } kept)
            problems.Add($"{where} is {name}, but {settings.Table} is system-versioned: {kept.Table} is counted without being named. Leave History out.");
        if (!former.Exists)
        {
            problems.Add($"{where}: there is no table {name} in {database}, or the login cannot see it. Create it, or correct History:Table.");
            return null;
        }
        foreach (var column in key.Concat(settings.Columns.Select(column => column.Name)).Concat(settings.ExpiresAt is { } expiresAt ? [expiresAt] : []).Where(column => former.Find(column) is null))
            problems.Add($"{where}: there is no column {column} in {name}. It has {string.Join(", ", former.Columns.Select(candidate => candidate.Name))}; it needs its key and the sealed columns of {settings.Table} by the same names.");
        foreach (var column in settings.Columns)
            if (former.Find(column.Name) is { } found && !(column.Encoding == ColumnEncoding.Binary ? found.HoldsBytes : found.HoldsText))
                problems.Add($"{where}: column {column.Name} of {name} has type {found.SqlType}; it holds what {settings.Table} holds, so it needs a type of that kind.");
        foreach (var column in key.Select(former.Find).OfType<InspectedColumn>().Where(column => column.IsNullable || column.ClrType is null))
            problems.Add($"{where}: key column {column.Name} of {name} {(column.IsNullable ? "can be NULL" : $"has type {column.SqlType}, which cannot be a key here")}. Name its primary key.");
        if (!former.UniqueKeys.Any(unique => unique.Count > 0 && unique.All(key.Contains)))
            problems.Add($"{where}: ({string.Join(", ", key)}) is not unique in {name}. Set History:KeyColumns to its primary key.");
        foreach (var filter in former.RowFilters)
            problems.Add($"{where}: {HiddenRows.Describe(name, filter, database)}");
        return problems.Count > before ? null : new HistoryTable(name, [.. key.Select(column => former.Find(column)!).Select(column => new KeyColumn(column.Name, column.ClrType!, column.SqlType, column.Collation))]);
    }
}
