using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation keys show</c>: the versions of a key type.</summary>
internal sealed class KeysShowCommand : ApiCommand<KeyTypeSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, KeyTypeSettings settings, CancellationToken cancellationToken) =>
        api.GetAsync($"/keys/{Uri.EscapeDataString(settings.KeyType)}", cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.Of(
        answer.GetProperty("versions"), ("version", "version"), ("state", "state"), ("NIST", "nist_state"), ("created", "created_at"), ("activated", "activated_at"), ("grace ends", "grace_ends_at"), ("disabled", "disabled_at"), ("retired", "retired_at"), ("compromised", "compromised_at"), ("settles", "settles_at"), ("references", "references"), ("counted", "counted_at"));

    protected override IReadOnlyList<Listing> MoreOf(JsonElement answer) =>
    [
        .. answer.GetProperty("versions").EnumerateArray().Where(version => version.GetProperty("targets").GetArrayLength() > 0 && version.GetProperty("references").GetInt64() > 0)
            .Select(version => Listing.Of(version.GetProperty("targets"), ($"version {version.GetProperty("version").GetInt32()} in target", "target"), ("references", "references"), ("unreadable", "unreadable"), ("counted", "counted_at"))),
    ];
}
