using System.ComponentModel;
using KeyRotation.Api;
using KeyRotation.Configuration;
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

        [CommandOption("--urls <URLS>")]
        [Description("Where the API listens. Default http://127.0.0.1:8080. Not with --once.")]
        [DefaultValue("http://127.0.0.1:8080")]
        public string Urls { get; init; } = "http://127.0.0.1:8080";

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
        var token = DemoToken.Choose();
        if (!File.Exists(files.Store))
            Console.Out.WriteLine("The sample keys are of different ages. One is severely overdue, so the node raises an alert before it rotates it.");
        using var host = Build(files, settings, token);
        await PrepareAsync(host, files, cancellationToken).ConfigureAwait(false);
        if (!settings.Once)
            return await ServeAsync(host, files, token, cancellationToken).ConfigureAwait(false);
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        var results = await host.Services.GetRequiredService<DemoOnce>().RunAsync(cancellationToken).ConfigureAwait(false);
        DemoTable.Print(results);
        await host.StopAsync(cancellationToken).ConfigureAwait(false);
        return results.All(result => result.Problem is null) ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> ServeAsync(IHost host, DemoFiles files, DemoToken token, CancellationToken cancellationToken)
    {
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        var options = host.Services.GetRequiredService<KeyRotationOptions>();
        Console.Out.WriteLine($"The demo runs in {files.Folder}. Its API is at {options.Api.Urls}{ApiRoutes.Root}/scheduler/status");
        Console.Out.WriteLine(token.IsGiven ? "Its token is the one in KEYROTATION_TOKEN." : $"KEYROTATION_TOKEN={token.Text}");
        Console.Out.WriteLine("Ctrl-C stops it; a second start goes on where it stopped.");
        await host.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static IHost Build(DemoFiles files, Settings settings, DemoToken token)
    {
        var options = DemoConfiguration.Of(files);
        options.Api.Urls = settings.Urls;
        options.Api.Tokens = [token.AsOptions()];
        // The page of the API opens in a browser, which sends no token; the demo listens on this machine only.
        options.Api.AnonymousDocs = true;
        IReadOnlyList<string> roles = settings.Once ? [NodeRoles.Worker] : NodeRoles.All;
        return NodeHost.Build(options, new ConfigurationBuilder().Build(), roles, services => AddSample(services, settings), settings.Verbose ? LogLevel.Information : LogLevel.Warning);
    }

    private static void AddSample(IServiceCollection services, Settings settings)
    {
        var clock = new DemoClock();
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(new DemoSize(settings.Rows));
        services.AddSingleton<SampleDatabase>();
        services.AddSingleton<DemoVerification>();
        services.AddSingleton<DemoOnce>();
        services.AddHostedService<SampleData>();
    }

    /// <summary>What must be there before the node looks for it: the lock, the key file, the sample application's tables.</summary>
    private static async Task PrepareAsync(IHost host, DemoFiles files, CancellationToken cancellationToken)
    {
        host.Services.GetRequiredService<EmbeddedTakeover>().Lock();
        if (!File.Exists(files.KeyEncryptionKey))
        {
            if (File.Exists(files.Store))
                throw new DemoException($"{files.KeyEncryptionKey} is missing, and {files.Store} was made with it: nothing in it can be opened any more. Put the key file back, or delete {files.Folder} and start a new demo.");
            // The key file last: killed before it, the next demo begins anew.
            Directory.CreateDirectory(files.Escrow);
            FileKeyEncryptionKey.Create(files.KeyEncryptionKey);
        }
        await host.Services.GetRequiredService<SampleDatabase>().CreateTablesAsync(cancellationToken).ConfigureAwait(false);
    }
}
