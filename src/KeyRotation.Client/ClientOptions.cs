using KeyRotation.Configuration;

namespace KeyRotation.Client;

/// <summary>
/// What an application says of itself: the settings that nodes have by the same names in the section <c>KeyRotation</c>
/// (docs/configuration.md), so that one file can serve both. Settings of nodes only are not read.
/// </summary>
public sealed class ClientOptions
{
    /// <summary>The application, as it is named where a rotation waits for it. Default: the process's own assembly.</summary>
    public string Name { get; set; } = System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name ?? "application";

    /// <summary>The control store. SQLite serves one process, the node, so it is none for applications.</summary>
    public StoreOptions Store { get; set; } = new();

    /// <summary>The key that unwraps the key versions.</summary>
    public KeyEncryptionKeyOptions KeyEncryptionKey { get; set; } = new();

    public ConsumerOptions Consumers { get; set; } = new();

    /// <summary>Key types as nodes have them; what counts here is what each protects, and that no grace period is over before a consumer stops sealing.</summary>
    public Dictionary<string, KeyTypeOptions> KeyTypes { get; set; } = [];
}
