using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation keys enable</c>: undoes what disabled a version.</summary>
internal sealed class KeysEnableCommand : ApiCommand<KeyVersionSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, KeyVersionSettings settings, CancellationToken cancellationToken) =>
        api.PostAsync($"{settings.Path}/enable", new Dictionary<string, object?> { ["reason"] = settings.Reason }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.OfOne(answer, ("version", "version"), ("state", "state"), ("NIST", "nist_state"), ("grace ends", "grace_ends_at"));
}
