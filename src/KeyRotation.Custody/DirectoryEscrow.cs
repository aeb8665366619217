using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace KeyRotation.Custody;

/// <summary>Escrow as a folder: one file per key version, created whole under its name or not at all, and never overwritten.</summary>
public sealed class DirectoryEscrow(string path) : IEscrow
{
    private const string Extension = ".kre";

    public async Task<EscrowOutcome> PutAsync(EscrowEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireRoot();
        var file = FileOf(entry.KeyType, (int)entry.Identity.Version);
        CreateFolder(Path.GetDirectoryName(file)!);
        if (!File.Exists(file) && NewFile.TryCreate(file, EscrowFile.Write(entry)))
            return EscrowOutcome.Stored;

        // Something is there, perhaps of another process that was first; whether it is the same key decides.
        var present = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        if (present.Entry is not { } kept)
            return EscrowOutcome.Unreadable;
        return kept.KeyType == entry.KeyType && kept.Identity == entry.Identity && CryptographicOperations.FixedTimeEquals(kept.CheckValue, entry.CheckValue)
            ? EscrowOutcome.AlreadyThere
            : EscrowOutcome.Conflict;
    }

    public async Task<EscrowReading> GetAsync(string keyType, int version, CancellationToken cancellationToken) =>
        await ReadAsync(FileOf(keyType, version), cancellationToken).ConfigureAwait(false);

    public Task<int?> HighestVersionAsync(string keyType, CancellationToken cancellationToken)
    {
        RequireRoot();
        return Task.FromResult(FilesOf(FolderOf(keyType)).Max(VersionOf));
    }

    public Task<IReadOnlyList<int>> ListVersionsAsync(string keyType, CancellationToken cancellationToken)
    {
        RequireRoot();
        return Task.FromResult<IReadOnlyList<int>>([.. FilesOf(FolderOf(keyType)).Select(VersionOf).OfType<int>().Where(version => version > 0).Order()]);
    }

    public async IAsyncEnumerable<EscrowReading> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
            foreach (var file in FilesOf(folder).Order(StringComparer.Ordinal))
                yield return await ReadAsync(file, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<EscrowReading> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return new EscrowReading(null, $"{file} does not exist.");
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
        if (EscrowFile.Read(bytes) is not { } entry)
            return new EscrowReading(null, $"{file} is damaged: its checksum does not match its {bytes.Length} bytes, or they are no escrow object. Restore it from a backup of the escrow.");
        var folder = Path.GetFileName(Path.GetDirectoryName(file));
        return entry.KeyType == folder && entry.Identity.Version == VersionOf(file)
            ? new EscrowReading(entry, null)
            : new EscrowReading(null, $"{file} holds {entry.KeyType} version {entry.Identity.Version}. The files of the escrow were mixed up.");
    }

    // Never made here: a mount that is away would be replaced by an empty local folder, and version numbers be given out twice.
    private void RequireRoot()
    {
        if (!Directory.Exists(path))
            throw new EscrowMissingException(path);
    }

    private void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            Posix.FlushFolder(path);
    }

    private static string[] FilesOf(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, $"*{Extension}") : [];

    // A damaged file still says by its name that the version was used.
    private static int? VersionOf(string file) =>
        int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private string FileOf(string keyType, int version) => Path.Combine(FolderOf(keyType), $"{version.ToString("D10", CultureInfo.InvariantCulture)}{Extension}");

    // The name becomes a folder's: one that is a path would leave the escrow.
    private string FolderOf(string keyType) => keyType.Length > 0 && keyType.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
        ? Path.Combine(path, keyType)
        : throw new ArgumentException($"'{keyType}' is no key type's name: expected letters, digits and underscores.", nameof(keyType));
}
