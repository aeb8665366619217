using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>How approvals are shown.</summary>
internal static class ApprovalListing
{
    private static readonly (string, string)[] Columns =
        [("id", "id"), ("action", "action"), ("state", "state"), ("key type", "parameters.key_type"), ("asked for by", "requested_by"), ("until", "expires_at"), ("decided by", "decided_by"), ("refused", "refusal")];

    public static Listing Of(JsonElement items) => Listing.Of(items, Columns);

    public static Listing OfOne(JsonElement approval) => Listing.OfOne(approval, Columns);

    public static bool IsOne(JsonElement answer) => answer.TryGetProperty("requested_by", out _) && answer.TryGetProperty("expires_at", out _);

    /// <summary>The approval that a command waits for; null where it was carried out.</summary>
    public static JsonElement? Needed(JsonElement answer)
    {
        if (!answer.TryGetProperty("approval", out var approval))
            return null;
        Console.Error.WriteLine($"Nothing is done yet: somebody else has to approve it (`keyrotation approvals approve {approval.GetProperty("id").GetString()}`) before {approval.GetProperty("expires_at").GetString()}.");
        return approval;
    }
}
