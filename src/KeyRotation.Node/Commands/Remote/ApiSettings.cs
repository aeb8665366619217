using System.ComponentModel;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>What every command takes that goes through the API.</summary>
internal class ApiSettings : CommandSettings
{
    [CommandOption("--url <URL>")]
    [Description("Where the API is. Default: KEYROTATION_URL, else http://127.0.0.1:8080. The token is read from KEYROTATION_TOKEN.")]
    public string? Url { get; init; }

    [CommandOption("-o|--output <FORMAT>")]
    [Description("table, json or csv. Default table.")]
    [DefaultValue("table")]
    public string Output { get; init; } = "table";
}
