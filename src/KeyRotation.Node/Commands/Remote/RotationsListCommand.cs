using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation rotations list</c>.</summary>
internal sealed class RotationsListCommand : ApiCommand<RotationsListCommand.Settings>
{
    internal sealed class Settings : PageSettings
    {
        [CommandOption("--key-type <TYPE>")]
        [Description("Only of this key type.")]
        public string? KeyType { get; init; }

        [CommandOption("--open")]
        [Description("Only those that have not ended.")]
        public bool Open { get; init; }
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.GetAsync(QueryText.Of("/rotations", ("open", settings.Open ? "true" : null), ("key_type", settings.KeyType), ("limit", $"{settings.Limit}")), cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => RotationListing.Of(answer.GetProperty("items"));
}
