using System.ComponentModel;
using System.Text.Json;
using KeyRotation.Node.Commands.Remote;
using KeyRotation.Node.Hosting;
using KeyRotation.Storage.Targets;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation targets list</c>: what is registered, where it is kept, and whether this configuration has it.</summary>
internal sealed class TargetsListCommand : AsyncCommand<TargetsListCommand.Settings>
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal sealed class Settings : StoreSettings
    {
        [CommandOption("-o|--output <FORMAT>")]
        [Description("table, json or csv. Default table.")]
        [DefaultValue("table")]
        public string Output { get; init; } = "table";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var format = OutputFormats.Parse(settings.Output);
        var (options, configuration) = settings.Load();
        using var host = NodeHost.Create(options, configuration).Build();
        await CurrentStore.RequireAsync(host.Services, cancellationToken).ConfigureAwait(false);
        var configured = options.KeyTypes.Values.SelectMany(type => type.Targets).Select(target => target.Name).ToHashSet();
        var entries = await host.Services.GetRequiredService<TargetTables>().ListRegisteredAsync(cancellationToken).ConfigureAwait(false);
        var rows = JsonSerializer.SerializeToElement(entries.Select(entry => Row(entry, configured.Contains(entry.Name))), SnakeCase);
        Listing.Print(rows, Listing.Of(rows, ("target", "name"), ("key type", "key_type"), ("columns", "columns"), ("database", "database"), ("table", "table"), ("history", "history"), ("registered", "registered_at"), ("retired", "retired_at"), ("configured here", "configured_here")), format);
        return ExitCode.Done;
    }

    private static object Row(TargetEntry entry, bool isConfigured) => new
    {
        entry.Name,
        entry.KeyType,
        entry.Columns,
        entry.Place?.Database,
        entry.Place?.Table,
        entry.Place?.History,
        RegisteredAt = entry.RegisteredAt.UtcDateTime,
        RetiredAt = entry.RetiredAt?.UtcDateTime,
        ConfiguredHere = isConfigured,
    };
}
