using KeyRotation.Configuration;
using KeyRotation.Encryption;
using KeyRotation.Migration;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;

namespace KeyRotation.Node.Configuration;

/// <summary>The databases and targets that a valid configuration names.</summary>
internal static class ConfiguredDatabases
{
    public static DatabaseSettings StoreOf(KeyRotationOptions options) =>
        new(KindOf(options.Store.Provider), options.Store.ConnectionString) { CommandTimeoutSeconds = options.Store.CommandTimeoutSeconds };

    public static IReadOnlyList<TargetSettings> TargetsOf(KeyRotationOptions options)
    {
        var store = StoreOf(options);
        return [.. options.KeyTypes.SelectMany(keyType => keyType.Value.Targets.Select(target => TargetOf(keyType.Key, target, store)))];
    }

    private static TargetSettings TargetOf(string keyType, TargetOptions target, DatabaseSettings store)
    {
        var contexts = target.ContextColumns.Count > 0
            ? target.ContextColumns.Select(context => ContextColumnSetting.Parse(context)!).ToArray()
            : [.. target.KeyColumns.Select(column => new ContextColumnSetting(column, null))];
        return new TargetSettings
        {
            Name = target.Name,
            KeyType = keyType,
            Database = target.Provider is null ? store : store with { Kind = KindOf(target.Provider), ConnectionString = target.ConnectionString! },
            Table = target.Table,
            KeyColumns = target.KeyColumns,
            ContextColumns = [.. contexts.Select(context => context.Name)],
            ContextTypes = contexts.Where(context => context.Type is not null).ToDictionary(context => context.Name, context => (LogicalType)context.Type!),
            Columns = [.. target.Columns.Select(column => new SealedColumn(column.Name, column.Encoding == "text" ? ColumnEncoding.Text : ColumnEncoding.Binary))],
            ExpiresAt = target.ExpiresAt,
            History = target.History is { } history ? (history.Table, history.KeyColumns) : null,
        };
    }

    private static DatabaseKind KindOf(string provider) => provider switch
    {
        "sqlserver" => DatabaseKind.SqlServer,
        "postgresql" => DatabaseKind.PostgreSql,
        "sqlite" => DatabaseKind.Sqlite,
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "No such provider; the configuration is checked before."),
    };
}
