using Microsoft.Extensions.Logging;

namespace KeyRotation.Storage.Databases;

/// <summary>One <see cref="Database"/> for each database that the process talks to, however many targets it has.</summary>
public sealed class DatabasePool(ILogger<Database> logger) : IAsyncDisposable
{
    private readonly Dictionary<DatabaseSettings, Database> _databases = [];
    private readonly Lock _lock = new();

    /// <summary>As <see cref="Database.Rewrite"/>.</summary>
    internal Func<string, string>? Rewrite { get; init; }

    public Database Of(DatabaseSettings settings)
    {
        lock (_lock)
        {
            if (!_databases.TryGetValue(settings, out var database))
                _databases[settings] = database = new Database(settings, logger) { Rewrite = Rewrite };
            return database;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
            await database.DisposeAsync().ConfigureAwait(false);
    }
}
