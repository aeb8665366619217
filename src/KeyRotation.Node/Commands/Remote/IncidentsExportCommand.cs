using System.ComponentModel;
using System.Security.Cryptography;
using KeyRotation.Node.Configuration;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation incidents export</c>: the snapshot, byte for byte.</summary>
internal sealed class IncidentsExportCommand : AsyncCommand<IncidentsExportCommand.Settings>
{
    internal sealed class Settings : IncidentSettings
    {
        [CommandOption("--file <PATH>")]
        [Description("Where to write it; nothing may stand there. Default: standard output.")]
        public string? File { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var api = ApiClient.Of(settings);
        var bytes = await api.DownloadAsync($"{settings.Path}/snapshot", cancellationToken).ConfigureAwait(false);
        var output = settings.File is { } path ? Create(path) : Console.OpenStandardOutput();
        await using (output.ConfigureAwait(false))
            await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        Console.Error.WriteLine($"{bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}. It is what was recorded if the event incident.recorded of the audit trail has the same digest.");
        return ExitCode.Done;
    }

    private static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemException([$"--file is {path}, which cannot be made: {refused.Message} Expected a new file in a folder that there is; name another one."]);
        }
    }
}
