using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation incidents list</c>.</summary>
internal sealed class IncidentsListCommand : ApiCommand<IncidentsListCommand.Settings>
{
    internal sealed class Settings : ApiSettings
    {
        [CommandOption("--limit <N>")]
        [Description("At most so many, 1 to 500. Default 50.")]
        [DefaultValue(50)]
        public int Limit { get; init; } = 50;
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.GetAsync(QueryText.Of("/incidents", ("limit", $"{settings.Limit}")), cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => Listing.Of(
        answer.GetProperty("items"), ("id", "id"), ("key type", "key_type"), ("opened", "opened_at"), ("by", "opened_by"), ("compromised version", "compromised_version"), ("rotation", "rotation_id"), ("snapshot taken", "taken_at"), ("reason", "reason"));
}
