using System.Globalization;
using KeyRotation.FaultyNode;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Hosting;
using Microsoft.Extensions.Hosting;

// BUG: `keyrotation run --roles worker`, with a bug in it.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (options, configuration) = NodeConfiguration.Load(null);
using var host = NodeHost.Build(options, configuration, ["worker"], services => PlantedBugs.Plant(services, args[0]));
try
{
    await host.RunAsync().ConfigureAwait(false);
}
catch (OperationCanceledException)
{
    // Asked to stop while it still started.
}
