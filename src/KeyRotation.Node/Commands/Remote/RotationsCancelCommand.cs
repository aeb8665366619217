using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation rotations cancel</c>: before its version is active.</summary>
internal sealed class RotationsCancelCommand : ApiCommand<RotationsCancelCommand.Settings>
{
    internal sealed class Settings : RotationSettings
    {
        [CommandOption("--reason <TEXT>")]
        [Description("Why, for the audit trail.")]
        public string Reason { get; init; } = "";
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync($"{settings.Path}/cancel", new Dictionary<string, object?> { ["reason"] = settings.Reason }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => RotationListing.OfOne(answer);
}
