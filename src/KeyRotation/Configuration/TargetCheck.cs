namespace KeyRotation.Configuration;

/// <summary>Checks one target of a configuration. What the database itself says of it is found by the preflight.</summary>
internal static class TargetCheck
{
    private static readonly string[] Encodings = ["binary", "text"];

    public static void Check(string setting, TargetOptions target, SettingProblems problems)
    {
        problems.Given($"{setting}:Name", target.Name, "a name that never changes: it is bound into every ciphertext");
        problems.Given($"{setting}:Table", target.Table, "the table, with its schema");
        CheckDatabase(setting, target, problems);
        if (target.KeyColumns.Count == 0)
            problems.Add($"{setting}:KeyColumns", "is empty. Name the columns of the primary key.");
        for (var index = 0; index < target.KeyColumns.Count; index++)
            problems.Given($"{setting}:KeyColumns:{index}", target.KeyColumns[index], "the name of a column");
        problems.Distinct($"{setting}:KeyColumns", target.KeyColumns);
        CheckColumns(setting, target, problems);
        foreach (var context in target.ContextColumns.Where(context => ContextColumnSetting.Parse(context) is null))
            problems.Add($"{setting}:ContextColumns", $"has '{context}'; expected a column, or column:type with one of {string.Join(", ", ContextColumnSetting.TypeNames)}.");
        problems.Distinct($"{setting}:ContextColumns", ContextNames(target));
        problems.Distinct($"{setting}:Columns", target.Columns.Select(column => column.Name));
        CheckRoles(setting, target, problems);
        if (target.History is { } history)
            CheckHistory($"{setting}:History", history, problems);
    }

    private static void CheckHistory(string setting, TargetHistoryOptions history, SettingProblems problems)
    {
        problems.Given($"{setting}:Table", history.Table, "the table of former rows, with its schema");
        if (history.KeyColumns.Count == 0)
            problems.Add($"{setting}:KeyColumns", "is empty. Name the columns of its own primary key.");
        problems.Distinct($"{setting}:KeyColumns", history.KeyColumns);
    }

    private static void CheckDatabase(string setting, TargetOptions target, SettingProblems problems)
    {
        if (target.Provider is { } provider)
            problems.OneOf($"{setting}:Provider", provider, KeyRotationOptionsCheck.Providers);
        if (target.Provider is null != target.ConnectionString is null)
            problems.Add(setting, $"has {(target.Provider is null ? "a ConnectionString without a Provider" : "a Provider without a ConnectionString")}. Give both, or neither for the store's database.");
        else if (target.ConnectionString is { } connectionString)
            problems.Given($"{setting}:ConnectionString", connectionString, "the connection string of the target's database, or neither it nor a Provider for the store's database");
    }

    private static void CheckColumns(string setting, TargetOptions target, SettingProblems problems)
    {
        if (target.Columns.Count == 0)
            problems.Add($"{setting}:Columns", "is empty. Name the columns that hold ciphertext.");
        for (var index = 0; index < target.Columns.Count; index++)
        {
            problems.Given($"{setting}:Columns:{index}:Name", target.Columns[index].Name, "the name of a column");
            problems.OneOf($"{setting}:Columns:{index}:Encoding", target.Columns[index].Encoding, Encodings);
        }
    }

    /// <summary>A column that the migration rewrites can neither find its row nor be bound into its ciphertext.</summary>
    private static void CheckRoles(string setting, TargetOptions target, SettingProblems problems)
    {
        var sealedColumns = target.Columns.Select(column => column.Name).Where(name => name.Length > 0).ToHashSet();
        foreach (var name in target.KeyColumns.Where(sealedColumns.Contains))
            problems.Add($"{setting}:KeyColumns", $"has {name}, which Columns names as ciphertext. A column is one or the other.");
        foreach (var name in ContextNames(target).Where(sealedColumns.Contains))
            problems.Add($"{setting}:ContextColumns", $"has {name}, which Columns names as ciphertext. A column is one or the other.");
        if (target.ExpiresAt is { } expiresAt && sealedColumns.Contains(expiresAt))
            problems.Add($"{setting}:ExpiresAt", $"is {expiresAt}, which Columns names as ciphertext. A column is one or the other.");
    }

    private static IEnumerable<string> ContextNames(TargetOptions target) =>
        target.ContextColumns.Select(context => ContextColumnSetting.Parse(context)?.Name).OfType<string>();
}
