using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation incidents list</c>.</summary>
internal sealed class IncidentsListCommand : ApiCommand<PageSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, PageSettings settings, CancellationToken cancellationToken) =>
        api.GetAsync(QueryText.Of("/incidents", ("limit", $"{settings.Limit}")), cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.Of(
        answer.GetProperty("items"), ("id", "id"), ("key type", "key_type"), ("opened", "opened_at"), ("by", "opened_by"), ("compromised version", "compromised_version"), ("rotation", "rotation_id"), ("snapshot taken", "taken_at"), ("reason", "reason"));
}
