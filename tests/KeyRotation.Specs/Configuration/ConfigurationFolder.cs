using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;

namespace KeyRotation.Specs.Configuration;

/// <summary>A configuration file and an environment of its own, read as a node reads them.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    /// <summary>A configuration without a problem that says only what has no default.</summary>
    public const string Least = """
        { "KeyRotation": {
            "Store": { "Provider": "sqlite", "ConnectionString": "Data Source=store.db" },
            "KeyEncryptionKey": { "Path": "kek" },
            "Escrow": { "Path": "escrow" } } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("keyrotation-specs-").FullName;

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public KeyRotationOptions Load(string json, params (string Name, string Value)[] environment) =>
        NodeConfiguration.Load(Write("node.json", json), environment.ToDictionary(variable => variable.Name, variable => variable.Value)).Options;

    public IReadOnlyList<string> Problems(string json, params (string Name, string Value)[] environment)
    {
        try
        {
            Load(json, environment);
            return [];
        }
        catch (ConfigurationProblemException problem)
        {
            return problem.Problems;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
