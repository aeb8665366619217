using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation healthcheck</c>: for containers, an exit code only.</summary>
internal sealed class HealthcheckCommand : AsyncCommand<ApiSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, ApiSettings settings, CancellationToken cancellationToken)
    {
        using var api = ApiClient.Of(settings);
        await api.ProbeAsync("/health/ready", cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
