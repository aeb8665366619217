using KeyRotation.Node.Configuration;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation config validate</c>.</summary>
internal sealed class ConfigValidateCommand : Command<NodeSettings>
{
    public override int Execute(CommandContext context, NodeSettings settings, CancellationToken cancellationToken)
    {
        NodeConfiguration.Load(settings.ConfigFile);
        Console.Out.WriteLine("The configuration is valid.");
        return ExitCode.Done;
    }
}
