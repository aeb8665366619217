namespace KeyRotation.Node.Demo;

/// <summary>What a demo keeps in its folder.</summary>
internal sealed class DemoFiles(string folder)
{
    public string Folder { get; } = Path.GetFullPath(folder);

    public string Store => Path.Combine(Folder, "keyrotation.db");

    public string KeyEncryptionKey => Path.Combine(Folder, "kek");

    public string Escrow => Path.Combine(Folder, "escrow");
}
