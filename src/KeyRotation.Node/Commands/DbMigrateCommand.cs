using System.ComponentModel;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Hosting;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation db migrate</c>: Quartz's tables by Quartz, then our schema by DbUp.</summary>
internal sealed class DbMigrateCommand : AsyncCommand<DbMigrateCommand.Settings>
{
    internal sealed class Settings : NodeSettings
    {
        [CommandOption("--dry-run")]
        [Description("Prints the scripts that would be applied, and applies nothing.")]
        public bool DryRun { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var (options, configuration) = NodeConfiguration.Load(settings.ConfigFile);
        EmbeddedDefaults.Prepare(options);
        using var host = NodeHost.Create(options, configuration).Build();
        await host.Services.GetRequiredService<Database>().PingAsync(cancellationToken).ConfigureAwait(false);
        var schema = host.Services.GetRequiredService<SchemaMigrator>();
        var status = await schema.StatusAsync(cancellationToken).ConfigureAwait(false);
        if (status.Unknown.Count > 0)
            throw new SchemaNotCurrentException(status.Problem!);
        if (settings.DryRun)
        {
            Console.Out.WriteLine(status.Pending.Count == 0 ? "-- nothing is pending" : $"{schema.Preamble};{Environment.NewLine}");
            Console.Out.WriteLine("-- Quartz's own tables are made by Quartz where they are missing, before these scripts, and are not printed here.");
            foreach (var (name, text) in schema.Scripts.Where(script => status.Pending.Contains(script.Name)))
                Console.Out.WriteLine($"-- {name}{Environment.NewLine}{text}");
            return ExitCode.Done;
        }
        foreach (var name in await schema.MigrateAsync(cancellationToken).ConfigureAwait(false))
            Console.Out.WriteLine($"applied {name}");
        await host.Services.GetRequiredService<StoreInitializer>().InitializeAsync(cancellationToken).ConfigureAwait(false);
        var missing = await schema.MissingRolesAsync(cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
            Console.Error.WriteLine($"This login may not create roles, so {string.Join(", ", missing)} do not exist. Nodes do not need them; for people and applications an administrator creates them (sql/README.md), and `keyrotation db migrate` then grants what they may do.");
        Console.Out.WriteLine("the store's schema is current");
        return ExitCode.Done;
    }
}
