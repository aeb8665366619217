using System.Reflection;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Schema;

/// <summary>The schema scripts of <c>sql/</c>, embedded: append-only, the same file names for every database.</summary>
public static class SchemaScripts
{
    private static readonly Assembly Assembly = typeof(SchemaScripts).Assembly;

    /// <summary>Name and text, in the order in which they are applied.</summary>
    public static IReadOnlyList<(string Name, string Text)> For(DatabaseKind kind)
    {
        var folder = $"sql/{Folder(kind)}/";
        return
        [
            .. Assembly.GetManifestResourceNames()
                .Where(resource => resource.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(resource => (resource[folder.Length..], Read(resource))),
        ];
    }

    private static string Folder(DatabaseKind kind) => kind switch
    {
        DatabaseKind.SqlServer => "sqlserver",
        DatabaseKind.PostgreSql => "postgresql",
        DatabaseKind.Sqlite => "sqlite",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No schema scripts for this kind of database."),
    };

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
