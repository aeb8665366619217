using System.Globalization;
using System.Runtime.InteropServices;
using KeyRotation.Soak;
using KeyRotation.Soak.Cluster;
using KeyRotation.Soak.Measures;
using KeyRotation.Soak.Runs;
using KeyRotation.Testing;

// A long run of faults on this machine, or a measurement. The exit code is 0 where everything was survived and the run counts.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = args is ["measure", ..] ? null : SoakOptions.Parse(args);
if (await PostgreSqlServer.StartOwnAsync() is not { } server)
{
    Console.Error.WriteLine("PostgreSQL cannot be had here: install the server.");
    return 2;
}
await using var ownServer = server;
if (options is null)
    return await Measurement.RunAsync(server, args[1..]);
Console.WriteLine($"Seed {options.Seed}, {options.Duration.TotalMinutes:0.#} minutes");
var dice = new Dice(options.Seed);
await using var cluster = await FaultCluster.CreateAsync(server, new FaultSettings { PlantedBug = options.Bug ?? "" }, dice);
// Interrupted, it checks what there was and stops its processes: they would otherwise go on without it.
using var ends = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
var record = await FaultRun.RunAsync(cluster, new FaultPlan { Duration = options.Duration, Hands = options.Hands, Faults = options.Faults }, dice, Console.Out, ends.Token);
Console.WriteLine(record);
if (options.Record is { } file)
    await File.WriteAllTextAsync(file, record.ToString());
return record.IsGood ? 0 : 1;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ends.Cancel();
}
