using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Spectre.Console;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>An answer as rows: fields of JSON objects by their paths (`progress.rows_done`).</summary>
/// <param name="Items">The objects.</param>
/// <param name="Columns">Heading and path.</param>
internal sealed record Listing(IReadOnlyList<JsonElement> Items, IReadOnlyList<(string Heading, string Path)> Columns)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The items of a page, or of an array.</summary>
    public static Listing Of(JsonElement items, params (string Heading, string Path)[] columns) => new([.. items.EnumerateArray()], columns);

    /// <summary>One object, a field a row.</summary>
    public static Listing OfOne(JsonElement item, params (string Heading, string Path)[] fields) => new([item], fields);

    public static void Print(JsonElement answer, Listing listing, OutputFormat format)
    {
        switch (format)
        {
            case OutputFormat.Json:
                Console.Out.WriteLine(JsonSerializer.Serialize(answer, Indented));
                break;
            case OutputFormat.Csv:
                listing.PrintCsv(Console.Out);
                break;
            default:
                listing.PrintTable();
                break;
        }
    }

    private void PrintCsv(TextWriter output)
    {
        using var csv = CsvWriter.Create(output, new CsvWriterOptions(), leaveOpen: true);
        foreach (var (_, path) in Columns)
            csv.WriteField(path);
        csv.EndRecord();
        foreach (var item in Items)
        {
            foreach (var (_, path) in Columns)
                csv.WriteField(ValueOf(item, path));
            csv.EndRecord();
        }
    }

    private void PrintTable()
    {
        if (Items.Count == 0)
        {
            Console.Error.WriteLine("Nothing to show.");
            return;
        }
        var table = new Table().Border(TableBorder.Simple);
        if (Items.Count == 1 && Columns.Count > TableWidth)
        {
            table.AddColumns("field", "value");
            foreach (var (heading, path) in Columns)
                table.AddRow(Markup.Escape(heading), Markup.Escape(ValueOf(Items[0], path)));
        }
        else
        {
            foreach (var (heading, _) in Columns)
                table.AddColumn(Markup.Escape(heading));
            foreach (var item in Items)
                table.AddRow([.. Columns.Select(column => Markup.Escape(ValueOf(item, column.Path)))]);
        }
        // A file or a pipe has no width; ids that are cut into pieces cannot be searched for.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthOfPipe;
        AnsiConsole.Write(table);
    }

    private const int WidthOfPipe = 300;

    /// <summary>More columns than this are shown one below the other where there is one item.</summary>
    private const int TableWidth = 8;

    private static string ValueOf(JsonElement item, string path)
    {
        foreach (var name in path.Split('.'))
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out item))
                return "";
        return item.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            JsonValueKind.String => item.GetString()!,
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Number when !item.TryGetInt64(out _) => item.GetDouble().ToString("0.##", CultureInfo.InvariantCulture),
            JsonValueKind.Array => string.Join(", ", item.EnumerateArray().Select(element => element.ToString())),
            _ => item.ToString(),
        };
    }
}
