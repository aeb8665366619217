using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Consumers;

namespace KeyRotation.Storage.Databases;

/// <summary>
/// Makes an embedded store this process's alone: a lock on a file beside it, which the operating system gives back when the
/// process dies, however it dies. With the lock in hand, what a former process left claimed is known to be nobody's.
/// </summary>
public sealed class EmbeddedTakeover : IDisposable
{
    private readonly Database _database;
    private readonly ClaimStore _claims;
    private readonly ConsumerStore _consumers;
    private FileStream? _lock;

    internal EmbeddedTakeover(Database database, ClaimStore claims, ConsumerStore consumers)
    {
        _database = database;
        _claims = claims;
        _consumers = consumers;
    }

    /// <summary>Nothing to do for a server database.</summary>
    /// <exception cref="EmbeddedStoreInUseException">Another process has the file.</exception>
    public void Lock()
    {
        if (_database.Kind != DatabaseKind.Sqlite || _lock is not null)
            return;
        var path = $"{Path.GetFullPath(_database.DisplayName)}.lock";
        try
        {
            _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException inUse)
        {
            throw new EmbeddedStoreInUseException(_database.DisplayName, inUse);
        }
    }

    /// <summary>Ends the claims and registrations of the former process.</summary>
    public async Task EndFormerProcessAsync(CancellationToken cancellationToken)
    {
        if (_lock is null)
            return;
        await _claims.ReleaseAllAsync(cancellationToken).ConfigureAwait(false);
        await _consumers.SignOffAllAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _lock?.Dispose();
}
