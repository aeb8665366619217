using System.ComponentModel;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>A command that lists the latest of something.</summary>
internal class PageSettings : ApiSettings
{
    [CommandOption("--limit <N>")]
    [Description("At most so many, 1 to 500. Default 50.")]
    [DefaultValue(50)]
    public int Limit { get; init; } = 50;
}
