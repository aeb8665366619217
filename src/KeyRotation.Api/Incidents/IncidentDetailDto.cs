using System.Text.Json;

namespace KeyRotation.Api.Incidents;

/// <param name="Incident">What there is to know of it at a glance.</param>
/// <param name="IsIntact">The snapshot's bytes still have the digest that was noted with them; null while there is no snapshot.</param>
/// <param name="Snapshot">The document; null while there is none, and where it is not intact.</param>
internal sealed record IncidentDetailDto(IncidentDto Incident, bool? IsIntact, JsonElement? Snapshot);
