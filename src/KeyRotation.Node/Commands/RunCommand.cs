using System.ComponentModel;
using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Hosting;
using KeyRotation.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation run</c>: a node of the cluster.</summary>
internal sealed class RunCommand : AsyncCommand<RunCommand.Settings>
{
    internal sealed class Settings : NodeSettings
    {
        [CommandOption("--roles <ROLES>")]
        [Description("What this node does: worker, api, or both. Default both; where the configuration has neither API tokens nor an issuer of them, worker.")]
        public string? Roles { get; init; }

        [CommandOption("--urls <URLS>")]
        [Description("Where the API listens, separated by semicolons; instead of KeyRotation:Api:Urls.")]
        public string? Urls { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var (options, configuration) = NodeConfiguration.Load(settings.ConfigFile);
        if (settings.Urls is not null)
            Take(settings.Urls, options);
        var roles = RolesOf(settings.Roles, options);
        if (EmbeddedDefaults.AreUsedBy(options))
            Console.Error.WriteLine($"No store is configured: this node keeps an embedded one of its own in {Path.GetFullPath(EmbeddedDefaults.Folder)}, and is no member of a cluster. Configure KeyRotation:Store, or name the file with --config.");
        EmbeddedDefaults.Prepare(options);
        using var host = NodeHost.Build(options, configuration, roles, services => services.AddSystemd());
        // Kept, since the host is disposed by the time that it is asked.
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await host.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            // Ctrl-C or SIGTERM while it started: that is what was asked for.
        }
        return ExitCode.Done;
    }

    /// <summary>They are checked once more: with other addresses a certificate may be missing.</summary>
    private static void Take(string urls, KeyRotationOptions options)
    {
        options.Api.Urls = urls;
        if (KeyRotationOptionsCheck.Problems(options, path => path == "KeyRotation:Api:Urls" ? "--urls" : path) is { Count: > 0 } problems)
            throw new ConfigurationProblemException(problems);
    }

    private static IReadOnlyList<string> RolesOf(string? asked, KeyRotationOptions options)
    {
        if (asked is null)
            return options.Api.LetsAnybodyIn() ? NodeRoles.All : [NodeRoles.Worker];
        var roles = asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = roles.Except(NodeRoles.All).ToArray();
        if (unknown.Length > 0 || roles.Length == 0)
            throw new ConfigurationProblemException([$"--roles is '{asked}'; expected {string.Join(", ", NodeRoles.All)}, or both separated by a comma."]);
        if (roles.Contains(NodeRoles.Api) && !options.Api.LetsAnybodyIn())
            throw new ConfigurationProblemException(["The API would let nobody in: KeyRotation:Api:Tokens is empty and KeyRotation:Api:Jwt is missing. Configure the issuer of your tokens (docs/api.md), or make a token with `openssl rand -hex 32`, its hash with `printf %s TOKEN | sha256sum`, and configure Name, Sha256 and Roles."]);
        return roles;
    }
}
