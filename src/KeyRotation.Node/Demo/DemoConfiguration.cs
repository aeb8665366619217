using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;

namespace KeyRotation.Node.Demo;

/// <summary>The configuration of a demo: embedded store, key file and escrow folder, one sample table for each key type with rows.</summary>
internal static class DemoConfiguration
{
    public static KeyRotationOptions Of(DemoFiles files) => new()
    {
        Store = new StoreOptions { Provider = "sqlite", ConnectionString = EmbeddedStore.ConnectionString(files.Store) },
        KeyEncryptionKey = new KeyEncryptionKeyOptions { Path = files.KeyEncryptionKey },
        Escrow = new EscrowOptions { Path = files.Escrow },
        KeyTypes = SampleTarget.All.ToDictionary(sample => sample.KeyType, sample => new KeyTypeOptions { Targets = [sample.Options] }),
    };
}
