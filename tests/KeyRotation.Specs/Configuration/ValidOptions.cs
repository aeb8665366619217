using KeyRotation.Configuration;

namespace KeyRotation.Specs.Configuration;

/// <summary>A configuration without a problem, to be spoilt in one place.</summary>
internal static class ValidOptions
{
    public static KeyRotationOptions Create() => new()
    {
        Store = new StoreOptions { Provider = "postgresql", ConnectionString = "Host=db" },
        KeyEncryptionKey = new KeyEncryptionKeyOptions { Path = "/etc/keyrotation/kek" },
        Escrow = new EscrowOptions { Path = "/var/lib/keyrotation/escrow" },
        KeyTypes = new Dictionary<string, KeyTypeOptions> { ["token_encryption"] = new() { Targets = [Target()] } },
    };

    public static TargetOptions Target(string name = "oauth-tokens") => new()
    {
        Name = name,
        Table = "app.oauth_tokens",
        KeyColumns = ["id"],
        Columns = [new TargetColumnOptions { Name = "access_token" }],
    };
}
