using KeyRotation.Configuration;
using KeyRotation.Custody;

namespace KeyRotation.Node.Configuration;

/// <summary>
/// What a node uses where no store is configured at all: a SQLite file, a key file and an escrow folder in <c>./keyrotation-data</c>.
/// The key file is made together with the store, never for a store that exists.
/// </summary>
internal static class EmbeddedDefaults
{
    public const string Folder = "keyrotation-data";

    /// <summary>Fills in what is not set; does nothing where a store is configured.</summary>
    public static void Apply(KeyRotationOptions options)
    {
        if (options.Store.Provider.Length > 0 || options.Store.ConnectionString.Length > 0)
            return;
        options.Store.Provider = "sqlite";
        options.Store.ConnectionString = EmbeddedStore.ConnectionString(Path.GetFullPath(Path.Combine(Folder, "keyrotation.db")));
        if (options.KeyEncryptionKey.Path.Length == 0)
            options.KeyEncryptionKey.Path = Path.GetFullPath(Path.Combine(Folder, "kek"));
        if (options.Escrow.Path.Length == 0)
            options.Escrow.Path = Path.GetFullPath(Path.Combine(Folder, "escrow"));
    }

    /// <summary>Whether they are what the node runs on.</summary>
    public static bool AreUsedBy(KeyRotationOptions options) =>
        options.Store.ConnectionString == EmbeddedStore.ConnectionString(Path.GetFullPath(Path.Combine(Folder, "keyrotation.db")));

    /// <summary>Makes the folder and the key file of an embedded store that does not exist yet.</summary>
    public static void Prepare(KeyRotationOptions options)
    {
        var folder = Path.GetFullPath(Folder);
        var store = Path.Combine(folder, "keyrotation.db");
        var kek = Path.Combine(folder, "kek");
        if (options.Store.ConnectionString != EmbeddedStore.ConnectionString(store) || options.KeyEncryptionKey.Path != kek)
            return;
        Directory.CreateDirectory(folder);
        if (File.Exists(store) || File.Exists(kek))
            return;
        // The key file last: it says that all of it was made.
        if (options.Escrow.Path == Path.Combine(folder, "escrow"))
            Directory.CreateDirectory(options.Escrow.Path);
        FileKeyEncryptionKey.Create(kek);
    }
}
