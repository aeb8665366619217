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

    protected override async Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync($"{settings.Path}/rollback", new Dictionary<string, object?> { ["reason"] = settings.Reason }, cancellationToken).ConfigureAwait(false);
        return ApprovalListing.Needed(answer) ?? answer;
    }

    protected override Listing ListingOf(JsonElement answer) => ApprovalListing.IsOne(answer) ? ApprovalListing.OfOne(answer) : RotationListing.OfOne(answer);
}
