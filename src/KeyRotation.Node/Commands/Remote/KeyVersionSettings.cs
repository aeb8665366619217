using System.ComponentModel;
using System.Globalization;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>A command about one version of a key type.</summary>
internal class KeyVersionSettings : KeyTypeSettings
{
    [CommandArgument(1, "<VERSION>")]
    [Description("The version's number, as `keys show` has it.")]
    public int Version { get; init; }

    [CommandOption("--reason <TEXT>")]
    [Description("Why, for the audit trail.")]
    public string Reason { get; init; } = "";

    public string Path => $"/keys/{Uri.EscapeDataString(KeyType)}/versions/{Version.ToString(CultureInfo.InvariantCulture)}";
}
