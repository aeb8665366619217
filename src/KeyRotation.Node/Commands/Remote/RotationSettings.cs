using System.ComponentModel;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>Which rotation.</summary>
internal class RotationSettings : ApiSettings
{
    [CommandArgument(0, "<ID>")]
    [Description("The rotation's id, as `rotations list` shows it.")]
    public string Id { get; init; } = "";

    public string Path => $"/rotations/{Uri.EscapeDataString(Id)}";
}
