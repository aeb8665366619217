using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary><c>keyrotation approvals approve</c>: says yes to a command that somebody else asked for, which is carried out then.</summary>
internal sealed class ApprovalsApproveCommand : ApiCommand<ApprovalSettings>
{
    protected override Task<JsonElement> AskAsync(ApiClient api, ApprovalSettings settings, CancellationToken cancellationToken) =>
        api.PostAsync("/approvals", new Dictionary<string, object?> { ["approval_id"] = settings.Id, ["approve"] = true, ["reason"] = settings.Reason }, cancellationToken);

    protected override Listing ListingOf(JsonElement answer) => ApprovalListing.OfOne(answer);
}
