using System.ComponentModel;
using System.Text.Json;
using Spectre.Console.Cli;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation approvals list</c>.</summary>
internal sealed class ApprovalsListCommand : ApiCommand<ApprovalsListCommand.Settings>
{
    internal sealed class Settings : ApiSettings
    {
        [CommandOption("--limit <N>")]
        [Description("At most so many, 1 to 500. Default 50.")]
        [DefaultValue(50)]
        public int Limit { get; init; } = 50;
    }

    protected override Task<JsonElement> AskAsync(ApiClient api, Settings settings, CancellationToken cancellationToken) =>
        api.GetAsync(QueryText.Of("/approvals", ("limit", $"{settings.Limit}")), cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => ApprovalListing.Of(answer.GetProperty("items"));
}
