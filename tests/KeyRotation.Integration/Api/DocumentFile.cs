namespace KeyRotation.Integration.Api;

/// <summary>Where the API's document is kept.</summary>
internal static class DocumentFile
{
    public static string Path { get; } = System.IO.Path.Combine(RepositoryRoot(), "openapi", "v1.json");

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "KeyRotation.Jobs.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
