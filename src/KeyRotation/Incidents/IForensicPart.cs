using System.Text.Json.Nodes;

namespace KeyRotation.Incidents;

/// <summary>One part of a snapshot, taken for itself: where one cannot be had, the others are.</summary>
public interface IForensicPart
{
    /// <summary>In snake_case; its member of the document.</summary>
    string Name { get; }

    /// <summary>Without secrets: no key material, no password, no token.</summary>
    Task<JsonNode> ReadAsync(CancellationToken cancellationToken);
}
