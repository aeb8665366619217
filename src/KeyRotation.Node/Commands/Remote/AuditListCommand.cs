using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation audit list</c>: the latest events first, a page at a time.</summary>
internal sealed class AuditListCommand : ApiCommand<AuditListCommand.Settings>
{
    internal sealed class Settings : PageSettings
    {
        [CommandOption("--key-type <TYPE>")]
        [Description("Only of this key type.")]
        public string? KeyType { get; init; }

        [CommandOption("--action <ACTION>")]
        [Description("Only these: rotation.completed, key.activated, access.denied ...")]
        public string? Action { get; init; }

        [CommandOption("--actor <NAME>")]
        [Description("Only by this user or login; `scheduler` is detection.")]
        public string? Actor { get; init; }

        [CommandOption("--from <MOMENT>")]
        [Description("From this moment on, as in RFC 3339: 2026-11-24T06:00:00Z.")]
        public string? From { get; init; }

        [CommandOption("--to <MOMENT>")]
        [Description("Until before this moment.")]
        public string? To { get; init; }

        [CommandOption("--cursor <CURSOR>")]
        [Description("The next page, as the one before named it (`-o json`, next_cursor).")]
        public string? Cursor { get; init; }
    }

    protected override async Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken)
    {
        var page = await api.GetAsync(QueryText.Of(
            "/audit", ("key_type", settings.KeyType), ("action", settings.Action), ("actor", settings.Actor), ("from", settings.From), ("to", settings.To), ("cursor", settings.Cursor), ("limit", $"{settings.Limit}")), cancellationToken).ConfigureAwait(false);
        if (page.GetProperty("next_cursor").GetString() is { } next)
            Console.Error.WriteLine($"There is more: --cursor {next}");
        return page;
    }

    protected override Listing ListingOf(JsonElement answer) => Listing.Of(
        answer.GetProperty("items"), ("at", "occurred_at"), ("action", "action"), ("outcome", "outcome"), ("key type", "key_type"), ("version", "key_version"), ("rotation", "rotation_id"), ("by", "actor"), ("error", "error_details"));
}
