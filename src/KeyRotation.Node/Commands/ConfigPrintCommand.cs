using System.Text.Json;
using KeyRotation.Node.Configuration;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation config print</c>: defaults included, secrets redacted.</summary>
internal sealed class ConfigPrintCommand : Command<NodeSettings>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public override int Execute(CommandContext context, NodeSettings settings, CancellationToken cancellationToken)
    {
        var (options, _) = NodeConfiguration.Load(settings.ConfigFile);
        Console.Out.WriteLine(JsonSerializer.Serialize(new { KeyRotation = RedactedConfiguration.Of(options) }, Indented));
        return ExitCode.Done;
    }
}
