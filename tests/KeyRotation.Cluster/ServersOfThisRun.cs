using KeyRotation.Testing;

[assembly: NonParallelizable]

namespace KeyRotation.Cluster;

/// <summary>Stops the servers that the tests started, at the end of the run.</summary>
[SetUpFixture]
public sealed class ServersOfThisRun
{
    [OneTimeTearDown]
    public Task Stop() => TestServers.StopAsync();
}
