using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;

namespace KeyRotation.Specs.Configuration;

/// <summary>A node's configuration out of one JSON file and environment variables, read as the node reads it.</summary>
internal static class Configured
{
    /// <summary>What a node cannot do without.</summary>
    public static readonly IReadOnlyDictionary<string, string> Least = new Dictionary<string, string>
    {
        ["KeyRotation__Store__Provider"] = "sqlite",
        ["KeyRotation__Store__ConnectionString"] = "Data Source=store.db",
        ["KeyRotation__KeyEncryptionKey__Path"] = "/etc/keyrotation/kek",
        ["KeyRotation__Escrow__Path"] = "/var/lib/keyrotation/escrow",
    };

    public static KeyRotationOptions By(params (string Name, string Value)[] variables) => By("{}", variables);

    /// <param name="section">The content of the <c>KeyRotation</c> section.</param>
    /// <param name="variables">Environment variables beside the least.</param>
    public static KeyRotationOptions By(string section, params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string>(Least);
        foreach (var (name, value) in variables)
            environment[name] = value;
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"{{ \"KeyRotation\": {section} }}");
            return NodeConfiguration.Load(file, environment).Options;
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static IReadOnlyList<string> Problems(string section, params (string Name, string Value)[] variables) =>
        Assert.Throws<ConfigurationProblemException>(() => By(section, variables))!.Problems;

    public static IReadOnlyList<string> Problems(params (string Name, string Value)[] variables) => Problems("{}", variables);
}
