using System.Text.Json.Nodes;
using KeyRotation.Configuration;
using KeyRotation.Incidents;
using KeyRotation.Node.Configuration;

namespace KeyRotation.Node.Hosting;

/// <summary>By what the node that takes the snapshot runs.</summary>
internal sealed class ConfigurationPart(KeyRotationOptions options) : IForensicPart
{
    public string Name => "configuration";

    public Task<JsonNode> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<JsonNode>(RedactedConfiguration.Of(options));
}
