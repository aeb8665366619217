using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation incidents show</c>; with <c>-o json</c> the snapshot as well.</summary>
internal sealed class IncidentsShowCommand : ApiCommand<IncidentSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, IncidentSettings settings, CancellationToken cancellationToken) =>
        api.GetAsync(settings.Path, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.OfOne(
        answer, ("id", "incident.id"), ("key type", "incident.key_type"), ("opened", "incident.opened_at"), ("by", "incident.opened_by"), ("reason", "incident.reason"),
        ("compromised version", "incident.compromised_version"), ("rotation", "incident.rotation_id"), ("snapshot taken", "incident.taken_at"), ("by node", "incident.taken_by"),
        ("missing parts", "incident.missing_parts"), ("SHA-256", "incident.sha256"), ("intact", "is_intact"));
}
