using System.ComponentModel;
using KeyRotation.Node.Hosting;
using KeyRotation.Storage.Targets;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation targets retire NAME</c>: rotations complete without a target that is gone for good.</summary>
internal sealed class TargetsRetireCommand : AsyncCommand<TargetsRetireCommand.Settings>
{
    internal sealed class Settings : StoreSettings
    {
        [CommandArgument(0, "<NAME>")]
        [Description("The target's registered name.")]
        public string Name { get; init; } = "";

        [CommandOption("--reason <TEXT>", isRequired: true)]
        [Description("Why its data need no key any more; it stays in the audit trail.")]
        public string Reason { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var (options, configuration) = settings.Load();
        if (options.KeyTypes.Values.SelectMany(type => type.Targets).Any(target => target.Name == settings.Name))
            throw new TargetProblemException([$"Target {settings.Name} is in this configuration: take it out on every node first, or the next start brings it back."]);
        using var host = NodeHost.Create(options, configuration).Build();
        await CurrentStore.RequireAsync(host.Services, cancellationToken).ConfigureAwait(false);
        var isRetired = await host.Services.GetRequiredService<TargetTables>().RetireAsync(settings.Name, settings.Reason, Environment.UserName, cancellationToken).ConfigureAwait(false);
        Console.Out.WriteLine(isRetired
            ? $"Target {settings.Name} is retired: rotations complete without it. A node that is started with it brings it back."
            : $"Target {settings.Name} was retired before.");
        return ExitCode.Done;
    }
}
