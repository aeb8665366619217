using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation rotations accept</c>: a security officer takes a failed rotation as partial.</summary>
internal sealed class RotationsAcceptCommand : ApiCommand<RotationsAcceptCommand.Settings>
{
    internal sealed class Settings : RotationSettings
    {
        [CommandOption("--reason <TEXT>")]
        [Description("Why the rows that do not open are accepted, for the audit trail.")]
        public string Reason { get; init; } = "";
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync($"{settings.Path}/accept", new Dictionary<string, object?> { ["reason"] = settings.Reason }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => RotationListing.OfOne(answer);
}
