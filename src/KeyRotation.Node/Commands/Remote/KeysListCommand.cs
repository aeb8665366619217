using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation keys list</c>.</summary>
internal sealed class KeysListCommand : ApiCommand<ApiSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, ApiSettings settings, CancellationToken cancellationToken) => api.GetAsync("/keys", cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.Of(
        answer.GetProperty("items"), ("key type", "key_type"), ("active", "active_version"), ("due", "due_at"), ("age ratio", "age_ratio"), ("overdue", "overdue"), ("every days", "rotation_days"), ("grace days", "grace_days"));
}
