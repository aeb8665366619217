using KeyRotation.Node.Configuration;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation config validate</c>: says what it read as well, since a file in another folder is not read.</summary>
internal sealed class ConfigValidateCommand : Command<NodeSettings>
{
    public override int Execute(CommandContext context, NodeSettings settings, CancellationToken cancellationToken)
    {
        var (options, configuration) = NodeConfiguration.Load(settings.ConfigFile);
        var sources = ConfigurationSources.Of(configuration);
        Console.Out.WriteLine($"The configuration is valid. Read: {(sources.Count == 0 ? $"nothing, for neither {Path.GetFullPath("appsettings.json")}, nor --config, nor a variable has anything for KeyRotation; these are the defaults" : string.Join(", ", sources))}.");
        Console.Out.WriteLine(EmbeddedDefaults.AreUsedBy(options)
            ? $"No store is configured: a node would keep an embedded one in ./{EmbeddedDefaults.Folder}."
            : $"Store: {options.Store.Provider}. Targets: {options.KeyTypes.Values.Sum(keyType => keyType.Targets.Count)}.");
        return ExitCode.Done;
    }
}
