using KeyRotation.Migration;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Storage.Targets;

/// <summary>The configured targets, compared with their databases and registered at the start of the process.</summary>
public sealed partial class TargetTables : ITargetTables, ITargetCensuses
{
    // Whatever its address is: every node has the same store.
    private const string OfTheStore = "the store's";

    private readonly ControlStore _store;
    private readonly DatabasePool _databases;
    private readonly TimeProvider _time;
    private readonly ILogger<TargetTables> _logger;
    private readonly Dictionary<string, List<TargetTable>> _tables = [];
    private readonly Dictionary<string, List<TargetCensus>> _censuses = [];
    private readonly Dictionary<string, List<TargetPlace>> _places = [];
    private readonly Dictionary<string, (TargetTable Table, InspectedTable Inspected, Database Database)> _byName = [];

    public TargetTables(ControlStore store, DatabasePool databases, TimeProvider time, ILogger<TargetTables> logger)
    {
        _store = store;
        _databases = databases;
        _time = time;
        _logger = logger;
    }

    public IReadOnlyList<ITargetTable> For(string keyType) => _tables.TryGetValue(keyType, out var tables) ? tables : [];

    public IReadOnlyList<ITargetCensus> CensusesOf(string keyType) => _censuses.TryGetValue(keyType, out var censuses) ? censuses : [];

    public async Task<IReadOnlyList<string>> MissingAsync(string keyType, CancellationToken cancellationToken)
    {
        var registered = await TargetRegistry.NamesAsync(_store.Database, keyType, cancellationToken).ConfigureAwait(false);
        return [.. registered.Except(For(keyType).Select(table => table.Definition.Name))];
    }

    public IReadOnlyList<TargetPlace> PlacesOf(string keyType) => _places.TryGetValue(keyType, out var places) ? places : [];

    public Task<IReadOnlyList<string>> ElsewhereAsync(string keyType, CancellationToken cancellationToken) =>
        CompareAsync(keyType, (place, registered) => place.IsElsewhereThan(registered) ? place.DifferenceFrom(registered) : null, cancellationToken);

    public Task<IReadOnlyList<string>> DifferencesAsync(string keyType, CancellationToken cancellationToken) =>
        CompareAsync(keyType, (place, registered) => place.DifferenceFrom(registered), cancellationToken);

    /// <summary>Registers a target's place as this process is configured with it, whatever was registered.</summary>
    /// <returns>False: it is registered there already.</returns>
    /// <exception cref="TargetProblemException">This process is not configured with it.</exception>
    public Task<bool> MoveAsync(string target, string reason, string by, CancellationToken cancellationToken)
    {
        foreach (var (keyType, places) in _places)
            if (places.FirstOrDefault(place => place.Target == target) is { } place)
                return new TargetPlaces(_store, _time).MoveAsync(place, keyType, reason, by, cancellationToken);
        throw new TargetProblemException([$"Target {target} is not in this configuration: configure it as it is from now on, on every node."]);
    }

    /// <inheritdoc cref="TargetRegistry.RetireAsync"/>
    public Task<bool> RetireAsync(string target, string reason, string by, CancellationToken cancellationToken) =>
        new TargetRegistry(_store, _time).RetireAsync(target, reason, by, cancellationToken);

    /// <inheritdoc cref="TargetRegistry.ListAsync"/>
    public Task<IReadOnlyList<TargetEntry>> ListRegisteredAsync(CancellationToken cancellationToken) => TargetRegistry.ListAsync(_store.Database, cancellationToken);

    /// <param name="register">False: compares with the registry's entries and makes none.</param>
    /// <exception cref="TargetProblemException">Something does not match; every problem is named.</exception>
    public async Task OpenAsync(IReadOnlyList<TargetSettings> targets, bool register, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var registry = new TargetRegistry(_store, _time);
        var registeredPlaces = new TargetPlaces(_store, _time);
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
            if (register && await TargetRights.ProblemOfAsync(database, definition, cancellationToken).ConfigureAwait(false) is { } refused)
            {
                problems.Add(refused);
                continue;
            }
            if (await registry.RegisterAsync(definition, register, cancellationToken).ConfigureAwait(false) is { } contradiction)
            {
                problems.Add(contradiction);
                continue;
            }
            var place = new TargetPlace(settings.Name, database.IsSameAs(_store.Database) ? OfTheStore : database.Identity, definition.Table, definition.History?.Table);
            if (place.DifferenceFrom(await registeredPlaces.NoteAsync(place, settings.KeyType, register, cancellationToken).ConfigureAwait(false)) is { } difference)
                LogDiffers(_logger, difference);
            _places.TryAdd(settings.KeyType, []);
            _places[settings.KeyType].Add(place);
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

    private async Task<IReadOnlyList<string>> CompareAsync(string keyType, Func<TargetPlace, TargetPlace?, string?> differenceOf, CancellationToken cancellationToken)
    {
        var registered = await TargetPlaces.ListAsync(_store.Database, keyType, cancellationToken).ConfigureAwait(false);
        return [.. PlacesOf(keyType).Select(place => differenceOf(place, registered.FirstOrDefault(entry => entry.Name == place.Target)?.Place)).OfType<string>()];
    }

    [LoggerMessage(3301, LogLevel.Warning, "No version is disabled or retired by this node: {Difference}")]
    private static partial void LogDiffers(ILogger logger, string difference);
}
