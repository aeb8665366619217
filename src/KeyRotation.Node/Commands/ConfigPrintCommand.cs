using System.Text.Json;
using KeyRotation.Node.Configuration;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation config print</c>: defaults included, connection strings redacted.</summary>
internal sealed class ConfigPrintCommand : Command<NodeSettings>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public override int Execute(CommandContext context, NodeSettings settings, CancellationToken cancellationToken)
    {
        var (options, _) = NodeConfiguration.Load(settings.ConfigFile);
        options.Store.ConnectionString = Redaction.Of(options.Store.ConnectionString);
        foreach (var target in options.KeyTypes.Values.SelectMany(keyType => keyType.Targets).Where(target => target.ConnectionString is not null))
            target.ConnectionString = Redaction.Of(target.ConnectionString!);
        options.Quartz = options.Quartz.ToDictionary(setting => setting.Key, setting => Redaction.OfQuartz(setting.Key, setting.Value));
        Console.Out.WriteLine(JsonSerializer.Serialize(new { KeyRotation = options }, Indented));
        return ExitCode.Done;
    }
}
