using KeyRotation.Testing;

[assembly: NonParallelizable]

namespace KeyRotation.Integration;

/// <summary>Stops the servers that the tests started, at the end of the run.</summary>
[SetUpFixture]
public sealed class ServersOfThisRun
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        await MigratedStores.DropAsync();
        await TestServers.StopAsync();
    }
}
