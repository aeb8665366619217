using System.Text.RegularExpressions;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Testing;

/// <summary>The fenced blocks and tables of <c>sql/README.md</c>: what it promises is what the tests run.</summary>
public static partial class SqlReadme
{
    private static readonly Lazy<string> Text = new(() => File.ReadAllText(Path.Combine(Root(), "sql", "README.md")).ReplaceLineEndings("\n"));

    /// <summary>Blocks of one kind, such as <c>sqlserver-roles</c>.</summary>
    public static IReadOnlyList<string> Blocks(string language) =>
        [.. Fence().Matches(Text.Value).Where(match => match.Groups["language"].Value.Trim() == $"sql {language}".Trim()).Select(match => match.Groups["text"].Value)];

    /// <summary>Each question's query for a database, by the question's number.</summary>
    public static IReadOnlyDictionary<string, string> Questions(DatabaseKind kind)
    {
        var own = kind.ToString().ToLowerInvariant();
        var questions = new Dictionary<string, string>();
        foreach (Match section in Question().Matches(Text.Value))
            foreach (Match block in Fence().Matches(section.Groups["body"].Value))
                if (block.Groups["language"].Value == $"sql {own}" || block.Groups["language"].Value == "sql" && kind != DatabaseKind.Sqlite)
                    questions.Add(section.Groups["number"].Value, block.Groups["text"].Value);
        return questions;
    }

    /// <summary>The documented columns of each view, in order.</summary>
    public static IReadOnlyDictionary<string, string[]> Columns() => Views().Matches(Text.Value).ToDictionary(
        match => match.Groups["name"].Value,
        match => match.Groups["body"].Value.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => ColumnName().Matches(line.Split('|')[1]).Select(name => name.Groups["name"].Value)).ToArray());

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KeyRotation.Jobs.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^```(?<language>sql[a-z -]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^### (?<number>\d+b?)\. .*?\n(?<body>.*?)(?=^##)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Question();

    [GeneratedRegex(@"^### ops\.(?<name>v_\w+)\n(?<body>.*?)(?=^##|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Views();

    [GeneratedRegex("`(?<name>[a-z_]+)`")]
    private static partial Regex ColumnName();
}
