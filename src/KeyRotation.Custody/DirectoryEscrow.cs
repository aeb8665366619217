using System.Globalization;
using System.Security.Cryptography;

namespace KeyRotation.Custody;

/// <summary>Escrow as a folder: one file per key version, created whole under its name or not at all, and never overwritten.</summary>
public sealed class DirectoryEscrow(string path) : IEscrow
{
    private const string Extension = ".kre";

    public async Task<EscrowOutcome> PutAsync(EscrowEntry entry, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(path, entry.KeyType)).FullName;
        var file = FileOf(entry.KeyType, (int)entry.Identity.Version);
        if (!File.Exists(file))
        {
            var unfinished = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
            try
            {
                await WriteAsync(unfinished, EscrowFile.Write(entry), cancellationToken).ConfigureAwait(false);
                File.Move(unfinished, file, overwrite: false);
                return EscrowOutcome.Stored;
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another process was first; whether it put the same key there is decided below.
            }
            finally
            {
                File.Delete(unfinished);
            }
        }
        var present = await GetAsync(entry.KeyType, (int)entry.Identity.Version, cancellationToken).ConfigureAwait(false);
        return present.Entry is { } kept && kept.Identity == entry.Identity && CryptographicOperations.FixedTimeEquals(kept.CheckValue, entry.CheckValue)
            ? EscrowOutcome.AlreadyThere
            : EscrowOutcome.Conflict;
    }

    public async Task<EscrowReading> GetAsync(string keyType, int version, CancellationToken cancellationToken)
    {
        var file = FileOf(keyType, version);
        if (!File.Exists(file))
            return new EscrowReading(null, $"{file} does not exist.");
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
        return EscrowFile.Read(bytes) switch
        {
            null => new EscrowReading(null, $"{file} is damaged: its checksum does not match its {bytes.Length} bytes. Restore it from a backup of the escrow."),
            { } entry when entry.KeyType != keyType || entry.Identity.Version != version =>
                new EscrowReading(null, $"{file} holds {entry.KeyType} version {entry.Identity.Version}. The files of the escrow were mixed up."),
            { } entry => new EscrowReading(entry, null),
        };
    }

    public Task<int?> HighestVersionAsync(string keyType, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(path, keyType);
        if (!Directory.Exists(folder))
            return Task.FromResult<int?>(null);
        // A damaged file still says by its name that the version was used.
        var versions = Directory.EnumerateFiles(folder, $"*{Extension}")
            .Select(file => int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (int?)null);
        return Task.FromResult(versions.Max());
    }

    private string FileOf(string keyType, int version) => Path.Combine(path, keyType, $"{version.ToString("D10", CultureInfo.InvariantCulture)}{Extension}");

    private static async Task WriteAsync(string file, byte[] bytes, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(file, options);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
    }
}
