using System.Diagnostics;
using KeyRotation.Testing;

namespace KeyRotation.Soak.Measures;

/// <summary>
/// From the request, at a process that only serves the API, to the first batch that a worker committed, with three applications that
/// answer: alone, in place of one in mid-migration, and two at once.
/// </summary>
internal static class EmergencyStart
{
    public static async Task RunAsync(PostgreSqlServer server, int times)
    {
        await using var cluster = await MeasuredCluster.CreateAsync(server, new MeasuredSettings(20_000, 50, 25_000));
        await cluster.StartAsync("worker");
        await cluster.StartAsync("worker");
        await cluster.StartAsync("api");
        for (var application = 0; application < 3; application++)
            await cluster.StartApplicationAsync();
        var alone = new Figures("emergency alone");
        var superseding = new Figures("emergency in mid-migration");
        var together = new Figures("two emergencies at once");
        for (var time = 0; time < times; time++)
        {
            var first = await StartAsync(cluster, "token_encryption", alone);
            var second = await StartAsync(cluster, "token_encryption", superseding);
            if (second == first)
                throw new InvalidOperationException("The first was over before the second was asked for.");
            await cluster.WaitForEndAsync(second);
            var both = await Task.WhenAll(StartAsync(cluster, "token_encryption", together), StartAsync(cluster, "database_encryption", together));
            foreach (var rotation in both)
                await cluster.WaitForEndAsync(rotation);
        }
        Console.WriteLine(alone);
        Console.WriteLine(superseding);
        Console.WriteLine(together);
    }

    private static async Task<Guid> StartAsync(MeasuredCluster cluster, string keyType, Figures figures)
    {
        var clock = Stopwatch.StartNew();
        var rotation = await cluster.EmergencyAsync(keyType);
        await cluster.UntilAsync(async () => await cluster.BatchesAsync(rotation) > 0);
        lock (figures)
            figures.Add(clock.Elapsed);
        return rotation;
    }
}
