using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation cleanup</c>: disables and retires what may be, and says of each version that is kept why.</summary>
internal sealed class CleanupCommand : ApiCommand<CleanupCommand.Settings>
{
    internal sealed class Settings : ApiSettings
    {
        [CommandOption("--dry-run")]
        [Description("Looks and counts, and changes nothing.")]
        public bool DryRun { get; init; }

        [CommandOption("--key-type <TYPE>")]
        [Description("Of one key type only.")]
        public string? KeyType { get; init; }
    }

    protected override async Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync("/cleanup", new Dictionary<string, object?> { ["dry_run"] = settings.DryRun, ["key_type"] = settings.KeyType }, cancellationToken).ConfigureAwait(false);
        return ApprovalListing.Needed(answer) ?? answer;
    }

    protected override Listing ListingOf(JsonElement answer) => ApprovalListing.IsOne(answer) ? ApprovalListing.OfOne(answer) : Listing.Of(
        answer.GetProperty("items"), ("key type", "key_type"), ("version", "version"), ("outcome", "outcome"), ("reason", "reason"), ("detail", "detail"));
}
