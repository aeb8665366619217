using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation keys compromise</c>: marks a version that encrypts no more compromised; the active one takes an emergency.</summary>
internal sealed class KeysCompromiseCommand : ApiCommand<KeyVersionSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, KeyVersionSettings settings, CancellationToken cancellationToken) =>
        api.PostAsync($"{settings.Path}/compromise", new Dictionary<string, object?> { ["reason"] = settings.Reason }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.OfOne(answer, ("version", "version"), ("state", "state"), ("NIST", "nist_state"), ("compromised", "compromised_at"), ("grace ends", "grace_ends_at"));
}
