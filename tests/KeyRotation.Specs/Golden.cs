using System.Text.Json;

namespace KeyRotation.Specs;

/// <summary>Files that an independent implementation made, and the documents that repeat them.</summary>
internal static class Golden
{
    private static readonly string Root = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, "tests", "golden", .. parts]);

    public static Dictionary<string, string> Vectors(string folder) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(PathOf(folder, "vectors.json")))!;

    /// <summary>The document without white space, because it wraps long values.</summary>
    public static string DocumentWithoutSpace(string name) =>
        string.Concat(File.ReadAllText(Path.Combine(Root, "docs", name)).Where(letter => !char.IsWhiteSpace(letter)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KeyRotation.Jobs.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds KeyRotation.Jobs.sln.");
    }
}
