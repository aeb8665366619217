using System.ComponentModel;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Hosting;
using Microsoft.Extensions.Hosting;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation run</c>: a node of the cluster.</summary>
internal sealed class RunCommand : AsyncCommand<RunCommand.Settings>
{
    internal sealed class Settings : NodeSettings
    {
        [CommandOption("--roles <ROLES>")]
        [Description("What this node does: worker. Default worker.")]
        [DefaultValue("worker")]
        public string Roles { get; init; } = "worker";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var unknown = settings.Roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Except(["worker"]).ToArray();
        if (unknown.Length > 0)
            throw new ConfigurationProblemException([$"--roles has {string.Join(", ", unknown)}; this version knows worker."]);
        var (options, configuration) = NodeConfiguration.Load(settings.ConfigFile);
        EmbeddedDefaults.Prepare(options);
        var builder = NodeHost.Create(options, configuration);
        builder.Services.AddSystemd();
        builder.Services.AddWorker(options);
        using var host = builder.Build();
        await host.RunAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
