using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation schedule list</c>: when each key type is expected to rotate next.</summary>
internal sealed class ScheduleListCommand : ApiCommand<ApiSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, ApiSettings settings, CancellationToken cancellationToken) =>
        api.GetAsync("/schedule", cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.Of(
        answer.GetProperty("next"), ("key type", "key_type"), ("at", "at"), ("window opens", "window.opens_at"), ("window closes", "window.closes_at"), ("rotation", "rotation_id"));
}
