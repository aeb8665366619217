using System.ComponentModel;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Hosting;
using KeyRotation.Storage.Targets;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation targets move NAME</c>: a registered target is kept, from now on, where this configuration says.</summary>
internal sealed class TargetsMoveCommand : AsyncCommand<TargetsMoveCommand.Settings>
{
    internal sealed class Settings : StoreSettings
    {
        [CommandArgument(0, "<NAME>")]
        [Description("The target's registered name.")]
        public string Name { get; init; } = "";

        [CommandOption("--reason <TEXT>", isRequired: true)]
        [Description("Why nothing is left where it was; it stays in the audit trail.")]
        public string Reason { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var (options, configuration) = settings.Load();
        using var host = NodeHost.Create(options, configuration).Build();
        await CurrentStore.RequireAsync(host.Services, cancellationToken).ConfigureAwait(false);
        var targets = host.Services.GetRequiredService<TargetTables>();
        await targets.OpenAsync(ConfiguredDatabases.TargetsOf(options), register: false, cancellationToken).ConfigureAwait(false);
        var isMoved = await targets.MoveAsync(settings.Name, settings.Reason, Environment.UserName, cancellationToken).ConfigureAwait(false);
        Console.Out.WriteLine(isMoved
            ? $"Target {settings.Name} is registered as this configuration has it. Nodes that are configured otherwise disable and retire nothing."
            : $"Target {settings.Name} was registered so before.");
        return ExitCode.Done;
    }
}
