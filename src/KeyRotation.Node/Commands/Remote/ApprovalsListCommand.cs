using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation approvals list</c>.</summary>
internal sealed class ApprovalsListCommand : ApiCommand<PageSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, PageSettings settings, CancellationToken cancellationToken) =>
        api.GetAsync(QueryText.Of("/approvals", ("limit", $"{settings.Limit}")), cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => ApprovalListing.Of(answer.GetProperty("items"));
}
