using KeyRotation.Migration;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>The configured targets, compared with their databases and registered at the start of the process.</summary>
public sealed class TargetTables : ITargetTables, ITargetCensuses
{
    private readonly ControlStore _store;
    private readonly DatabasePool _databases;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, List<TargetTable>> _tables = [];
    private readonly Dictionary<string, List<TargetCensus>> _censuses = [];
    private readonly Dictionary<string, (TargetTable Table, InspectedTable Inspected, Database Database)> _byName = [];

    public TargetTables(ControlStore store, DatabasePool databases, TimeProvider time)
    {
        _store = store;
        _databases = databases;
        _time = time;
    }

    public IReadOnlyList<ITargetTable> For(string keyType) => _tables.TryGetValue(keyType, out var tables) ? tables : [];

    public IReadOnlyList<ITargetCensus> CensusesOf(string keyType) => _censuses.TryGetValue(keyType, out var censuses) ? censuses : [];

    public async Task<IReadOnlyList<string>> MissingAsync(string keyType, CancellationToken cancellationToken)
    {
        var registered = await TargetRegistry.NamesAsync(_store.Database, keyType, cancellationToken).ConfigureAwait(false);
        return [.. registered.Except(For(keyType).Select(table => table.Definition.Name))];
    }

    /// <inheritdoc cref="TargetRegistry.RetireAsync"/>
    public Task<bool> RetireAsync(string target, string reason, string by, CancellationToken cancellationToken) =>
        new TargetRegistry(_store, _time).RetireAsync(target, reason, by, cancellationToken);

    /// <param name="register">False: compares with the registry's entries and makes none.</param>
    /// <exception cref="TargetProblemException">Something does not match; every problem is named.</exception>
    public async Task OpenAsync(IReadOnlyList<TargetSettings> targets, bool register, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var registry = new TargetRegistry(_store, _time);
        foreach (var settings in targets)
        {
            var before = problems.Count;
            TargetPreflight.CheckNames(settings, problems);
            if (problems.Count > before)
                continue;
            var database = _databases.Of(settings.Database);
            var inspected = await TableInspector.For(database.Kind).InspectAsync(database, settings.Table, cancellationToken).ConfigureAwait(false);
            var history = settings.History is { } former ? await TableInspector.For(database.Kind).InspectAsync(database, former.Table, cancellationToken).ConfigureAwait(false) : null;
            if (TargetPreflight.Check(settings, inspected, history, database.DisplayName, problems) is not { } definition)
                continue;
            if (await registry.RegisterAsync(definition, register, cancellationToken).ConfigureAwait(false) is { } contradiction)
            {
                problems.Add(contradiction);
                continue;
            }
            var table = new TargetTable(_store, database, definition, []);
            _tables.TryAdd(settings.KeyType, []);
            _tables[settings.KeyType].Add(table);
            _censuses.TryAdd(settings.KeyType, []);
            _censuses[settings.KeyType].Add(new TargetCensus(_store.Database, database, definition));
            _byName.Add(settings.Name, (table, inspected, database));
        }
        if (problems.Count > 0)
            throw new TargetProblemException(problems);
    }

    /// <summary>The target, reading its plaintext from other columns: one source per sealed column, in the target's order.</summary>
    /// <exception cref="TargetProblemException">A source does not exist, or holds neither text nor bytes.</exception>
    public ITargetTable WithSources(string target, IReadOnlyList<string> sources)
    {
        var (table, inspected, database) = _byName[target];
        var problems = new List<string>();
        var columns = new List<SourceColumn>();
        foreach (var name in sources)
        {
            if (inspected.Find(name) is not { } column)
                problems.Add($"Target {target}: there is no column {name} to adopt from in {table.Definition.Table}. It has {string.Join(", ", inspected.Columns.Select(candidate => candidate.Name))}.");
            else if (!column.HoldsBytes && !column.HoldsText)
                problems.Add($"Target {target}: column {name} has type {column.SqlType}; only text and bytes can be adopted. Convert it in the database first.");
            else
                columns.Add(new SourceColumn(column.Name, column.HoldsText ? ColumnEncoding.Text : ColumnEncoding.Binary));
        }
        return problems.Count > 0 ? throw new TargetProblemException(problems) : new TargetTable(_store, database, table.Definition, columns);
    }

    /// <summary>The target by its configured name; null when there is none.</summary>
    public ITargetTable? Find(string target) => _byName.TryGetValue(target, out var found) ? found.Table : null;
}
