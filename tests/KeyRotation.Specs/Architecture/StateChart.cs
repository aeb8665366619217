using System.Text.Json;
using System.Text.RegularExpressions;

namespace KeyRotation.Specs.Architecture;

/// <summary>A chart of docs/states.md, read as the set of its arrows.</summary>
internal static partial class StateChart
{
    /// <param name="heading">The second-level heading that the chart stands under.</param>
    public static IReadOnlyList<(string From, string To)> Under(string heading)
    {
        var section = Repository.Read("docs/states.md").Split("\n## ").Single(part => part.StartsWith($"{heading}\n", StringComparison.Ordinal));
        var chart = Regex.Match(section, "```mermaid\nstateDiagram-v2\n(.*?)```", RegexOptions.Singleline);
        return [.. Arrow().Matches(chart.Groups[1].Value).Select(arrow => (arrow.Groups[1].Value, arrow.Groups[2].Value))];
    }

    /// <summary>The arrows between states, without those from the beginning and to the end.</summary>
    public static IEnumerable<(string From, string To)> Moves(string heading) => Under(heading).Where(arrow => arrow.From != "[*]" && arrow.To != "[*]");

    public static IEnumerable<string> Ends(string heading) => Under(heading).Where(arrow => arrow.To == "[*]").Select(arrow => arrow.From);

    public static string NameOf(Enum state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    [GeneratedRegex(@"^\s*(\S+) --> (\S+)(?: :.*)?$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
