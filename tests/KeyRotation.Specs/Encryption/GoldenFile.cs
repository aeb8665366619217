using System.Text.Json;

namespace KeyRotation.Specs.Encryption;

/// <summary>Reads what an independent implementation wrote once; see make_golden.py beside the files.</summary>
internal static class GoldenFile
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyList<T> Read<T>(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KeyRotation.Jobs.sln")))
        {
            folder = folder.Parent;
        }

        var root = folder?.FullName ?? throw new InvalidOperationException("KeyRotation.Jobs.sln is in no folder above the tests.");
        var path = Path.Combine(root, "tests", "golden", "envelope", "python", name);
        return JsonSerializer.Deserialize<List<T>>(File.ReadAllText(path), Options)!;
    }
}
