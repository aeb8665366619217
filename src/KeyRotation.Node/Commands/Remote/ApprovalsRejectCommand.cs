using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation approvals reject</c>: says no to a command that waits, or takes your own back.</summary>
internal sealed class ApprovalsRejectCommand : ApiCommand<ApprovalSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, ApprovalSettings settings, CancellationToken cancellationToken) =>
        api.PostAsync("/approvals", new Dictionary<string, object?> { ["approval_id"] = settings.Id, ["approve"] = false, ["reason"] = settings.Reason }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => ApprovalListing.OfOne(answer);
}
