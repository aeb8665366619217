using System.ComponentModel;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>Which incident.</summary>
internal class IncidentSettings : ApiSettings
{
    [CommandArgument(0, "<ID>")]
    [Description("The incident's id, as `incidents list` shows it.")]
    public string Id { get; init; } = "";

    public string Path => $"/incidents/{Uri.EscapeDataString(Id)}";
}
