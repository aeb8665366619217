using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation alerts acknowledge</c>: whoever asks takes care of it.</summary>
internal sealed class AlertsAcknowledgeCommand : ApiCommand<AlertsAcknowledgeCommand.Settings>
{
    internal sealed class Settings : ApiSettings
    {
        [CommandArgument(0, "<ID>")]
        [Description("The alert's id, as `alerts list` shows it.")]
        public string Id { get; init; } = "";
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync($"/alerts/{Uri.EscapeDataString(settings.Id)}/acknowledge", new Dictionary<string, object?>(), cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.OfOne(
        answer, ("id", "id"), ("code", "code"), ("about", "subject"), ("closed", "closed_at"), ("taken by", "acknowledged_by"), ("since", "acknowledged_at"));
}
