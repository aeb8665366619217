using System.ComponentModel;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>A command about one approval.</summary>
internal class ApprovalSettings : ApiSettings
{
    [CommandArgument(0, "<ID>")]
    [Description("The approval's id, as `approvals list` shows it.")]
    public string Id { get; init; } = "";

    [CommandOption("--reason <TEXT>")]
    [Description("Why, for the audit trail.")]
    public string Reason { get; init; } = "";
}
