using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation nodes</c>.</summary>
internal sealed class NodesCommand : ApiCommand<ApiSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, ApiSettings settings, CancellationToken cancellationToken) => api.GetAsync("/nodes", cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.Of(
        answer.GetProperty("items"), ("host", "host"), ("process", "process_id"), ("roles", "roles"), ("state", "state"), ("seen", "seen_at"), ("skew s", "clock_skew_seconds"),
        ("cpu", "cpu_ratio"), ("memory", "memory_bytes"), ("connections", "pool_in_use"), ("has in hand", "running"));
}
