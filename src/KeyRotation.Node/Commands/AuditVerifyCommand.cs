using KeyRotation.Audit;
using KeyRotation.Node.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands;

/// <summary><c>keyrotation audit verify</c>: reads only, so it runs beside a node at work.</summary>
internal sealed class AuditVerifyCommand : AsyncCommand<AuditVerifyCommand.Settings>
{
    internal sealed class Settings : StoreSettings;

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var (options, configuration) = settings.Load();
        using var host = NodeHost.Create(options, configuration).Build();
        await CurrentStore.RequireAsync(host.Services, cancellationToken).ConfigureAwait(false);
        var found = await host.Services.GetRequiredService<AuditProof>().VerifyAsync(cancellationToken).ConfigureAwait(false);
        var tail = found.LastSealedAt is { } sealedAt
            ? $"{found.UnsealedEvents} events wait for a seal; the last was made at {sealedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}"
            : "no seal yet, so the removal of events could not be proved";
        Console.Out.WriteLine($"{found.Events} events, {found.Seals} seals; {tail}.");
        if (found.IsWhole)
        {
            Console.Out.WriteLine("The trail is whole.");
            return ExitCode.Done;
        }
        Console.Error.WriteLine($"The trail is broken. {found.FirstBreak}");
        return ExitCode.Failed;
    }
}
