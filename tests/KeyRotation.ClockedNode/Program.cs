using System.Globalization;
using KeyRotation.ClockedNode;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// ROLES [URLS]: `keyrotation run --roles ROLES --urls URLS`, with a clock that a test moves.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var clock = new MovedClock(Environment.GetEnvironmentVariable(MovedClock.Variable) ?? throw new InvalidOperationException($"{MovedClock.Variable} names no file."));
var (options, configuration) = NodeConfiguration.Load(null);
options.Api.Urls = args.ElementAtOrDefault(1) ?? options.Api.Urls;
using var host = NodeHost.Build(options, configuration, args[0].Split(','), services =>
{
    services.AddSingleton<TimeProvider>(clock);
    if (Environment.GetEnvironmentVariable(MovedClock.MachineVariable) is { } file)
        services.AddSingleton(new MachineClock(new MovedClock(file)));
});
try
{
    await host.RunAsync().ConfigureAwait(false);
}
catch (OperationCanceledException)
{
    // Asked to stop while it still started.
}
