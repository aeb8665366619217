using System.ComponentModel;
using KeyRotation.Custody;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Demo;
using KeyRotation.Node.Hosting;
using KeyRotation.Nodes;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Samples;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation demo</c>: an embedded store with a sample application's data, and a node on it.</summary>
internal sealed class DemoCommand : AsyncCommand<DemoCommand.Settings>
{
    internal sealed class Settings : CommandSettings
    {
        [CommandOption("--data <DIR>")]
        [Description("The demo's folder. Default ./keyrotation-demo.")]
        [DefaultValue("./keyrotation-demo")]
        public string Data { get; init; } = "./keyrotation-demo";

        [CommandOption("--once")]
        [Description("Rotates each due key type now, verifies every row, prints a table and exits.")]
        public bool Once { get; init; }

        [CommandOption("--rows <N>")]
        [Description("Sample rows for each key type, 1 to 10000000. Default 20000.")]
        [DefaultValue(20_000L)]
        public long Rows { get; init; } = 20_000;

        [CommandOption("-v|--verbose")]
        [Description("Shows the node's log lines on stderr.")]
        public bool Verbose { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (settings.Rows is < 1 or > 10_000_000)
            throw new ConfigurationProblemException([$"--rows is {settings.Rows}; expected 1 to 10000000."]);
        var files = new DemoFiles(settings.Data);
        Directory.CreateDirectory(files.Folder);
        using var host = Build(files, settings);
        await PrepareAsync(host, files, cancellationToken).ConfigureAwait(false);
        if (!settings.Once)
        {
            Console.Out.WriteLine($"The demo runs in {files.Folder}. Ctrl-C stops it; a second start goes on where it stopped.");
            await host.RunAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        var results = await host.Services.GetRequiredService<DemoOnce>().RunAsync(cancellationToken).ConfigureAwait(false);
        DemoTable.Print(results);
        await host.StopAsync(cancellationToken).ConfigureAwait(false);
        return results.All(result => result.Problem is null) ? ExitCode.Done : ExitCode.Failed;
    }

    private static IHost Build(DemoFiles files, Settings settings)
    {
        var options = DemoConfiguration.Of(files);
        var builder = NodeHost.Create(options, new ConfigurationBuilder().Build(), settings.Verbose ? LogLevel.Information : LogLevel.Warning);
        var clock = new DemoClock();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new DemoSize(settings.Rows));
        builder.Services.AddSingleton<SampleDatabase>();
        builder.Services.AddSingleton<DemoVerification>();
        builder.Services.AddSingleton<DemoOnce>();
        builder.Services.AddHostedService<SampleData>();
        builder.Services.AddNode(options, [NodeRoles.Worker]);
        return builder.Build();
    }

    /// <summary>What must be there before the node looks for it: the lock, the key file, the sample application's tables.</summary>
    private static async Task PrepareAsync(IHost host, DemoFiles files, CancellationToken cancellationToken)
    {
        host.Services.GetRequiredService<EmbeddedTakeover>().Lock();
        if (!File.Exists(files.KeyEncryptionKey))
        {
            if (File.Exists(files.Store))
                throw new DemoException($"{files.KeyEncryptionKey} is missing, and {files.Store} was made with it: nothing in it can be opened any more. Put the key file back, or delete {files.Folder} and start a new demo.");
            FileKeyEncryptionKey.Create(files.KeyEncryptionKey);
            Directory.CreateDirectory(files.Escrow);
        }
        await host.Services.GetRequiredService<SampleDatabase>().CreateTablesAsync(cancellationToken).ConfigureAwait(false);
    }
}
