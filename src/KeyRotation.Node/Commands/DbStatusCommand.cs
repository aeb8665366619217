using KeyRotation.Node.Configuration;
using KeyRotation.Node.Hosting;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation db status</c>.</summary>
internal sealed class DbStatusCommand : AsyncCommand<NodeSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, NodeSettings settings, CancellationToken cancellationToken)
    {
        var (options, configuration) = NodeConfiguration.Load(settings.ConfigFile);
        using var host = NodeHost.Create(options, configuration).Build();
        await host.Services.GetRequiredService<Database>().PingAsync(cancellationToken).ConfigureAwait(false);
        var status = await host.Services.GetRequiredService<SchemaMigrator>().StatusAsync(cancellationToken).ConfigureAwait(false);
        foreach (var name in status.Applied)
            Console.Out.WriteLine($"{name}  {(status.Unknown.Contains(name) ? "applied, not known to this version" : "applied")}");
        foreach (var name in status.Pending)
            Console.Out.WriteLine($"{name}  pending");
        if (status.Problem is null)
            return ExitCode.Done;
        Console.Error.WriteLine(status.Problem);
        return ExitCode.Failed;
    }
}
