using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation alerts list</c>.</summary>
internal sealed class AlertsListCommand : ApiCommand<AlertsListCommand.Settings>
{
    internal sealed class Settings : PageSettings
    {
        [CommandOption("--all")]
        [Description("Past ones as well. Default: open ones.")]
        public bool All { get; init; }

        [CommandOption("--key-type <TYPE>")]
        [Description("Only of this key type.")]
        public string? KeyType { get; init; }
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.GetAsync(QueryText.Of("/alerts", ("open", settings.All ? null : "true"), ("key_type", settings.KeyType), ("limit", $"{settings.Limit}")), cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.Of(
        answer.GetProperty("items"), ("id", "id"), ("severity", "severity"), ("code", "code"), ("about", "subject"), ("opened", "opened_at"), ("closed", "closed_at"), ("taken by", "acknowledged_by"), ("message", "message"));
}
