using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation status</c>.</summary>
internal sealed class StatusCommand : ApiCommand<ApiSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, ApiSettings settings, CancellationToken cancellationToken) =>
        api.GetAsync("/scheduler/status", cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => StatusListing.Of(answer);

    protected override IReadOnlyList<Listing> MoreOf(JsonElement answer) => StatusListing.MoreOf(answer);
}
