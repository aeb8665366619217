using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation rotations rollback</c>: a security officer sends a failed rotation back to its predecessor.</summary>
internal sealed class RotationsRollbackCommand : ApiCommand<RotationsRollbackCommand.Settings>
{
    internal sealed class Settings : RotationSettings
    {
        [CommandOption("--reason <TEXT>")]
        [Description("Why it is rolled back, for the audit trail.")]
        public string Reason { get; init; } = "";
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.PostAsync($"{settings.Path}/rollback", new Dictionary<string, object?> { ["reason"] = settings.Reason }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => RotationListing.OfOne(answer);
}
