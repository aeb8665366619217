using System.Globalization;
using Spectre.Console;

namespace KeyRotation.Node.Demo;

/// <summary>The demo's results for people.</summary>
internal static class DemoTable
{
    private const int WidthWithoutTerminal = 120;

    public static void Print(IReadOnlyList<DemoResult> results)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = WidthWithoutTerminal;
        var table = new Table().Border(TableBorder.Simple).AddColumns("key type", "from", "to");
        foreach (var number in new[] { "rows", "seconds", "rows/s" })
            table.AddColumn(new TableColumn(number).RightAligned());
        table.AddColumn("verified");
        foreach (var result in results)
            table.AddRow(
                result.KeyType, Number(result.From), result.WasDue ? Number(result.To) : "not due",
                result.WasDue ? Number(result.Rows) : "", result.WasDue ? result.Duration.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) : "",
                Rate(result), result.Problem is null ? "yes" : "NO");
        console.Write(table);
        foreach (var broken in results.Where(result => result.Problem is not null))
            Console.Error.WriteLine($"{broken.KeyType}: {broken.Problem}");
        if (results.All(result => !result.WasDue))
            Console.Out.WriteLine("Nothing is due.");
    }

    private static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "none";

    private static string Rate(DemoResult result) =>
        result.Rows == 0 ? "" : (result.Rows / Math.Max(result.Duration.TotalSeconds, 0.001)).ToString("N0", CultureInfo.InvariantCulture);
}
